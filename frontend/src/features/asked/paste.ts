/** A block copied out of a spreadsheet, spread over the fields of a grid: pure. */
import type { Question } from '@/api/models'

import { partsOf, type Typed } from './answers'

/** Rows of cells; what a spreadsheet appends at the end is no row. */
export function readBlock(text: string): string[][] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
  return lines.map((line) => line.split('\t').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
}

/** More than one cell: else it is what anybody pastes into a field. */
export const isBlock = (text: string) => text.includes('\t') || /[\n\r]/.test(text.trimEnd())

const YES = new Set(['có', 'co', 'x', 'đúng', 'dung', 'rồi', 'yes', '1'])
const NO = new Set(['không', 'khong', 'chưa', 'chua', 'no', '0'])

/** One field that a block fills. */
export interface Filled {
  row: number
  part: keyof Typed
  value: string
}

function read(part: keyof Typed, cell: string): string | null {
  if (cell === '') return null
  if (part !== 'yes') return cell
  const word = cell.toLowerCase()
  return YES.has(word) ? 'yes' : NO.has(word) ? 'no' : null
}

/** What a block says to questions from one row on; its first cell goes into the field it was pasted in. */
export function spread(block: string[][], questions: readonly Question[], row: number, part: keyof Typed): Filled[] {
  const first = questions[row]
  const offset = first ? Math.max(partsOf(first).indexOf(part), 0) : 0
  return block.flatMap((cells, down) => {
    const question = questions[row + down]
    if (question === undefined) return []
    return cells.flatMap((cell, across): Filled[] => {
      const into = partsOf(question)[offset + across]
      const value = into === undefined ? null : read(into, cell)
      return into === undefined || value === null ? [] : [{ row: row + down, part: into, value }]
    })
  })
}
