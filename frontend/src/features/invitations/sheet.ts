/** Links as a table for other programs: pure. */
import type { Letter } from './api'

/** A cell that a spreadsheet takes as text: quoted, and never as a formula. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${plain.replaceAll('"', '""')}"`
}

/** CSV as Excel opens it here: with a mark that it is UTF-8. */
export function csvOf(header: readonly string[], letters: readonly Letter[], day: (at: string) => string): string {
  const rows = letters.map(({ unit, username, name, link, expires_at: until }) => [
    unit.code ?? '',
    unit.name,
    username,
    name,
    link,
    day(until),
  ])
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
