/**
 * Starts the product on `PORT` with data of its own, and beside it a provider one may sign in by; the data is removed
 * when it is told to stop. `E2E_PREPARED` names a folder for a demonstration filled once: the first run makes it, each
 * takes a copy.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const home = mkdtempSync(join(tmpdir(), 'lotrinh-e2e-'))
const origin = `http://127.0.0.1:${process.env.PORT ?? '8000'}`
const children: ChildProcess[] = []

process.on('SIGTERM', () => children.forEach((child) => child.kill('SIGTERM')))

function start(data: string, more: Record<string, string>) {
  const product = spawn('.venv/bin/python', ['-m', 'api.cli', 'up'], {
    cwd: join(import.meta.dirname, '..', '..'),
    // What went wrong alone: a line for every request would bury what the tests say.
    env: { LOTRINH_LOG_LEVEL: 'WARNING', ...process.env, ...more, LOTRINH_HOME: data },
    stdio: 'inherit',
  })
  children.push(product)
  return product
}

/** Fills a folder, and stops what filled it: a copy of files in use would be none. Nobody is to meet it on `PORT`. */
async function fill(folder: string) {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  const product = start(folder, { PORT: String(port) })
  const ended = once(product, 'exit')
  for (let ready = false; !ready; ) {
    if (product.exitCode !== null) throw new Error('the demonstration did not start')
    await new Promise((resolve) => setTimeout(resolve, 500))
    ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false)
  }
  product.kill('SIGTERM')
  await ended
}

const prepared = process.env.E2E_PREPARED
if (prepared !== undefined) {
  if (!existsSync(prepared)) await fill(prepared)
  // With its owners: the database's files may be another account's.
  spawnSync('cp', ['-a', `${prepared}/.`, home], { stdio: 'inherit' })
}

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

start(home, { LOTRINH_OIDC_PROVIDERS: JSON.stringify([known]) }).on('exit', (code) => {
  provider.kill('SIGTERM')
  rmSync(home, { recursive: true, force: true })
  process.exit(code ?? 1)
})
