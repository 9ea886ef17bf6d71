/**
 * Fills the folder `E2E_PREPARED` with a demonstration, for all who start the product from a copy of it: what the first
 * start does takes longer than most tests.
 */
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

import { start } from './product.ts'

const folder = process.env.E2E_PREPARED
if (folder === undefined) throw new Error('E2E_PREPARED names no folder')
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
// Stopped before anybody copies it: a copy of files in use would be none.
product.kill('SIGTERM')
await ended
