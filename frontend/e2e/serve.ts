/**
 * Starts the product on `PORT` with data of its own, and beside it a provider one may sign in by; the data is removed
 * when it is told to stop. `E2E_PREPARED` names the folder of a demonstration filled before (`prepare.ts`), to copy.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { start } from './product.ts'

const home = mkdtempSync(join(tmpdir(), 'lotrinh-e2e-'))
const origin = `http://127.0.0.1:${process.env.PORT ?? '8000'}`

const prepared = process.env.E2E_PREPARED
// With its owners: the database's files may be another account's.
if (prepared !== undefined) spawnSync('cp', ['-a', `${prepared}/.`, home], { stdio: 'inherit' })

const provider = spawn(process.execPath, [join(import.meta.dirname, 'provider.mjs'), origin], {
  stdio: ['ignore', 'pipe', 'ignore'],
})
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

const product = start(home, { LOTRINH_OIDC_PROVIDERS: JSON.stringify([known]) })
process.on('SIGTERM', () => product.kill('SIGTERM'))
product.on('exit', (code) => {
  provider.kill('SIGTERM')
  rmSync(home, { recursive: true, force: true })
  process.exit(code ?? 1)
})
