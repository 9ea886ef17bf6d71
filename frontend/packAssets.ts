import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gzipSync } from 'node:zlib'

import type { Plugin } from 'vite'

/** Below this many bytes packing saves nothing worth a second file. */
const WORTH_PACKING = 1024

/** Lays a packed copy beside each script and style, for the server to send as it is. */
export function packAssets(): Plugin {
  let folder = ''
  return {
    name: 'pack-assets',
    apply: 'build',
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir, config.build.assetsDir)
    },
    closeBundle: () => {
      for (const name of readdirSync(folder).filter((each) => /\.(js|css)$/.test(each))) {
        const content = readFileSync(join(folder, name))
        if (content.length < WORTH_PACKING) continue
        writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: constants.Z_BEST_COMPRESSION }))
      }
    },
  }
}
