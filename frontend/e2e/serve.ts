/** Starts the product on `PORT` with data of its own, and removes the data when it is told to stop. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const home = mkdtempSync(join(tmpdir(), 'lotrinh-e2e-'))
const product = spawn('.venv/bin/python', ['-m', 'api.cli', 'up'], {
  cwd: join(import.meta.dirname, '..', '..'),
  // What went wrong alone: a line for every request would bury what the tests say.
  env: { LOTRINH_LOG_LEVEL: 'WARNING', ...process.env, LOTRINH_HOME: home },
  stdio: 'inherit',
})

process.on('SIGTERM', () => product.kill('SIGTERM'))
product.on('exit', (code) => {
  rmSync(home, { recursive: true, force: true })
  process.exit(code ?? 1)
})
