import type { ReportDetail } from '@/api/models'

export interface Line {
  value: string
  label: string
}

/** All lines of a report that can be returned: its own texts, and what it gathered. */
export function linesOf(report: ReportDetail): Line[] {
  const sections = report.sections.map(({ code, title }) => ({ value: `section:${code}`, label: title }))
  const figures = report.figures.map(({ id, name }) => ({ value: `indicator_value:${id}`, label: name }))
  const work = report.assignments.map(({ id, name }) => ({ value: `assignment:${id}`, label: name }))
  const difficulties = report.difficulties.map(({ id, title }) => ({ value: `difficulty:${id}`, label: title }))
  return [...sections, ...figures, ...work, ...difficulties]
}

/** What a line is called; one that is gone by what the server calls it. */
export function lineName(report: ReportDetail, line: string): string {
  return linesOf(report).find(({ value }) => value === line)?.label ?? line
}
