import { copyFileSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'

import type { Plugin } from 'vite'

/** The font of the PDFs the server draws (metrics of Times New Roman, every Vietnamese letter), with its licence. */
const FILES = [
  '400Regular/Tinos_400Regular.ttf',
  '400Regular_Italic/Tinos_400Regular_Italic.ttf',
  '700Bold/Tinos_700Bold.ttf',
  '700Bold_Italic/Tinos_700Bold_Italic.ttf',
  'LICENSE_FONT',
]

/** Lays them in `fonts/` beside the application; no screen loads them. */
export function layFonts(): Plugin {
  let from = ''
  let to = ''
  return {
    name: 'lay-fonts',
    apply: 'build',
    configResolved: (config) => {
      from = join(config.root, 'node_modules/@expo-google-fonts/tinos')
      to = join(config.root, config.build.outDir, 'fonts')
    },
    closeBundle: () => {
      mkdirSync(to, { recursive: true })
      for (const file of FILES) copyFileSync(join(from, file), join(to, basename(file)))
    },
  }
}
