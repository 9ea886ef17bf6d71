/**
 * Fails unless Vietnamese and English say the same things: the same keys, the same places to fill,
 * nothing empty, every key used somewhere, and all of them in NFC.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Texts = Map<string, string>

const SOURCE = join(import.meta.dirname, '..', 'src')
const PLURALS = { vi: ['other'], en: ['one', 'other'] } as const

function flatten(value: unknown, path: string, into: Texts): Texts {
  if (typeof value === 'string') into.set(path, value)
  else for (const [key, inner] of Object.entries(value as object)) flatten(inner, path ? `${path}.${key}` : key, into)
  return into
}

function read(language: string): Texts {
  return flatten(JSON.parse(readFileSync(join(SOURCE, 'locales', `${language}.json`), 'utf8')), '', new Map())
}

const withoutPlural = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const places = (text: string) => [...text.matchAll(/{{\s*(\w+)\s*}}/g)].map(([, name]) => name).sort().join()

function* faultsBetween(vi: Texts, en: Texts): Generator<string> {
  const keys = (texts: Texts) => new Set([...texts.keys()].map(withoutPlural))
  for (const key of keys(vi)) if (!keys(en).has(key)) yield `en lacks ${key}`
  for (const key of keys(en)) if (!keys(vi).has(key)) yield `vi lacks ${key}`
  for (const [key, text] of vi) {
    const other = en.get(key)
    if (other !== undefined && places(text) !== places(other)) yield `${key} fills other places in en`
  }
}

function* faultsWithin(language: keyof typeof PLURALS, texts: Texts): Generator<string> {
  for (const [key, text] of texts) {
    if (text.trim() === '') yield `${language} ${key} is empty`
    if (text !== text.normalize('NFC')) yield `${language} ${key} is not NFC`
    const stem = withoutPlural(key)
    if (stem === key) continue
    for (const form of PLURALS[language]) if (!texts.has(`${stem}_${form}`)) yield `${language} lacks ${stem}_${form}`
  }
}

function readSources(): string {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
    .join('\n')
}

/** A key counts as used when it, or a template with its beginning and its end, stands in the code. */
function* unused(texts: Texts): Generator<string> {
  const source = readSources()
  const templates = [...source.matchAll(/`([\w.]+\.)\${[^`]*}((?:\.[\w.]+)?)`/g)]
  for (const key of new Set([...texts.keys()].map(withoutPlural))) {
    const exact = source.includes(`'${key}'`)
    const built = templates.some(([, start = '', end = '']) => key.startsWith(start) && key.endsWith(end))
    if (!exact && !built) yield `${key} is used nowhere`
  }
}

const vi = read('vi')
const en = read('en')
const faults = [...faultsBetween(vi, en), ...faultsWithin('vi', vi), ...faultsWithin('en', en), ...unused(vi)]
faults.forEach((fault) => console.error(fault))
if (faults.length > 0) process.exit(1)
console.log(`${vi.size} texts in Vietnamese, ${en.size} in English: complete`)
