import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Starts the product on data of its own, with `more` in its environment. */
export function start(data: string, more: Record<string, string>) {
  return spawn('.venv/bin/python', ['-m', 'api.cli', 'up'], {
    cwd: join(import.meta.dirname, '..', '..'),
    // What went wrong alone: a line for every request would bury what the tests say.
    env: { LOTRINH_LOG_LEVEL: 'WARNING', ...process.env, ...more, LOTRINH_HOME: data },
    stdio: 'inherit',
  })
}
