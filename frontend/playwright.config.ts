import { createServer, type AddressInfo } from 'node:net'

import { defineConfig } from '@playwright/test'

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

// Given by hand, that server is tested; otherwise the product is started on a port of its own.
// Workers read this file again, and find in the environment what the first reading chose.
if (process.env.BASE_URL === undefined) {
  process.env.E2E_PORT = String(await freePort())
  process.env.BASE_URL = `http://127.0.0.1:${process.env.E2E_PORT}`
}
const { BASE_URL: baseURL, E2E_PORT: ownPort } = process.env

export default defineConfig({
  testDir: 'e2e',
  // Only the server that is started here knows the provider one signs in by there.
  testIgnore: ownPort === undefined ? 'doors.spec.ts' : [],
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: true,
  reporter: [[process.env.CI ? 'line' : 'list'], ['./e2e/failures.ts']],
  use: {
    baseURL,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    actionTimeout: 30_000,
    // The one we have takes files from a share sheet; where it is not tried it must not come between.
    serviceWorkers: 'block',
    // A trace of each step takes a third of the time; `npx playwright test --trace on` makes one when it is wanted.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      // Chromium's sandbox does not start for root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  webServer:
    ownPort === undefined
      ? undefined
      : {
          command: 'node e2e/serve.ts',
          url: `${baseURL}/readyz`,
          timeout: 300_000,
          env: { PORT: ownPort },
          gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
        },
})
