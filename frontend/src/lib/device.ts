/** The browser and system that a User-Agent names, for a reader to recognise their own device. */

type Known = readonly (readonly [RegExp, string])[]

/** Most browsers also claim to be the ones below them. */
const BROWSERS: Known = [
  [/Edg\//, 'Edge'],
  [/coc_coc_browser/, 'Cốc Cốc'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const SYSTEMS: Known = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

const find = (known: Known, agent: string) => known.find(([mark]) => mark.test(agent))?.[1] ?? null

export function readDevice(userAgent: string | null) {
  const agent = userAgent ?? ''
  return { browser: find(BROWSERS, agent), system: find(SYSTEMS, agent) }
}
