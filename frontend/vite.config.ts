import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

import { layFonts } from './layFonts.ts'
import { packAssets } from './packAssets.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Where `npm run dev` finds a running API. */
const API_ORIGIN = process.env.API_ORIGIN ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [react(), packAssets(), layFonts()],
  resolve: { alias: { '@': here('./src') } },
  // The server replaces this text by a fresh nonce in every answer.
  html: { cspNonce: '__CSP_NONCE__' },
  server: {
    proxy: { '/api': API_ORIGIN },
  },
  build: {
    target: 'es2022',
    // A data: font would be refused by the Content-Security-Policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { app: here('./index.html'), 'api-docs': here('./api-docs/index.html') },
      output: {
        // Few files on the first visit: what every page needs comes as one, and changes seldom.
        codeSplitting: {
          groups: [
            {
              name: 'framework',
              test: /node_modules\/(react|react-dom|scheduler|react-i18next|i18next|@tanstack\/(react-)?(query|query-core|router|router-core|history|store))\//,
            },
            { name: 'common', test: /src\/(lib|hooks|components\/(?!DataTable|FilterBar|FilterSelect|forms))|src\/features\/\w+\/api\.ts/ },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    // Modules and jsdom are loaded once for all files, which is most of the time; `setup.ts` clears what a test leaves.
    isolate: false,
    // A form is typed into key by key; a busy machine takes its time.
    testTimeout: 20_000,
    env: { TZ: 'UTC' },
  },
})
