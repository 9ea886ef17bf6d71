/**
 * Starts the product on `PORT` with data of its own, and beside it a provider one may sign in by; the data is removed
 * when it is told to stop.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const home = mkdtempSync(join(tmpdir(), 'lotrinh-e2e-'))
const origin = `http://127.0.0.1:${process.env.PORT ?? '8000'}`
const children: ChildProcess[] = []

process.on('SIGTERM', () => children.forEach((child) => child.kill('SIGTERM')))

const provider = spawn(process.execPath, [join(import.meta.dirname, 'provider.mjs'), origin], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
children.push(provider)
const [issuer] = (await once(createInterface(provider.stdout), 'line')) as [string]
const known = {
  id: 'dinh-danh',
  label_vi: 'Định danh thử nghiệm',
  label_en: 'Trial identity',
  issuer,
  client_id: 'lotrinh',
  client_secret: 'a secret + of the tests / 2026',
  scopes: ['openid', 'citizen'],
  claim: 'citizen_number',
  acr_values: ['loa2'],
}

const product = spawn('.venv/bin/python', ['-m', 'api.cli', 'up'], {
  cwd: join(import.meta.dirname, '..', '..'),
  env: {
    // What went wrong alone: a line for every request would bury what the tests say.
    LOTRINH_LOG_LEVEL: 'WARNING',
    LOTRINH_OIDC_PROVIDERS: JSON.stringify([known]),
    ...process.env,
    LOTRINH_HOME: home,
  },
  stdio: 'inherit',
})
children.push(product)
product.on('exit', (code) => {
  provider.kill('SIGTERM')
  rmSync(home, { recursive: true, force: true })
  process.exit(code ?? 1)
})
