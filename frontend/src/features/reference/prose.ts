/** The little of Markdown that our guides are written in, read into blocks: pure, and nothing of it is ever HTML. */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; text: string }
  | { kind: 'link'; text: string; href: string }

export type Block =
  | { kind: 'title' | 'heading' | 'paragraph'; inlines: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }

const INLINE = /`(?<code>[^`]+)`|\*\*(?<strong>[^*]+)\*\*|\[(?<text>[^\]]+)\]\((?<href>[^)]+)\)/g
const FENCE = /^```(?<language>\w*)$/
const ITEM = /^(?:-|\d+\.) +(?<text>.*)$/

export function inlinesOf(text: string): Inline[] {
  const found: Inline[] = []
  let end = 0
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) found.push({ kind: 'text', text: text.slice(end, match.index) })
    found.push(inlineOf(match.groups ?? {}))
    end = match.index + match[0].length
  }
  if (end < text.length) found.push({ kind: 'text', text: text.slice(end) })
  return found
}

function inlineOf({ code, strong, text, href }: Record<string, string | undefined>): Inline {
  if (code !== undefined) return { kind: 'code', text: code }
  if (strong !== undefined) return { kind: 'strong', text: strong }
  return { kind: 'link', text: text ?? '', href: href ?? '' }
}

/** What stands between blank lines is a block; a fence holds whatever is in it. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  const lines = markdown.split('\n')
  while (lines.length > 0) {
    const line = lines.shift() ?? ''
    const fence = FENCE.exec(line)
    if (fence) blocks.push({ kind: 'code', language: fence.groups?.language ?? '', text: until(lines, isFenceEnd).join('\n') })
    else if (line !== '') blocks.push(blockOf([line, ...until(lines, isBlank)]))
  }
  return blocks
}

const isFenceEnd = (line: string) => line === '```'
const isBlank = (line: string) => line === ''

/** Takes lines up to one that ends them, which is taken too. */
function until(lines: string[], ends: (line: string) => boolean): string[] {
  const end = lines.findIndex(ends)
  const taken = lines.splice(0, end === -1 ? lines.length : end)
  lines.shift()
  return taken
}

function blockOf(lines: string[]): Block {
  const [first = ''] = lines
  if (first.startsWith('# ')) return { kind: 'title', inlines: inlinesOf(first.slice(2)) }
  if (first.startsWith('## ')) return { kind: 'heading', inlines: inlinesOf(first.slice(3)) }
  if (first.startsWith('|')) return tableOf(lines)
  if (ITEM.test(first)) return { kind: 'list', ordered: /^\d/.test(first), items: itemsOf(lines).map(inlinesOf) }
  return { kind: 'paragraph', inlines: inlinesOf(lines.join(' ')) }
}

/** A line that begins no item goes on with the one before. */
function itemsOf(lines: string[]): string[] {
  const items: string[] = []
  for (const line of lines) {
    const text = ITEM.exec(line)?.groups?.text
    if (text === undefined) items.push(`${items.pop() ?? ''} ${line.trim()}`)
    else items.push(text)
  }
  return items
}

function tableOf(lines: string[]): Block {
  const cells = (line: string) => line.split('|').slice(1, -1).map((cell) => inlinesOf(cell.trim()))
  const [head = '', , ...rows] = lines
  return { kind: 'table', head: cells(head), rows: rows.map(cells) }
}
