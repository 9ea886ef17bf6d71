import { expect, it } from 'vitest'

import { readPeriod } from './period'

it.each([
  ['2026-03', { key: 'month', values: { month: 3, year: '2026' } }],
  ['2026-Q4', { key: 'quarter', values: { number: 'IV', year: '2026' } }],
  ['2026-H2', { key: 'halfYear', values: { number: 'II', year: '2026' } }],
  ['2026', { key: 'year', values: { year: '2026' } }],
  ['2025-2026', { key: 'schoolYear', values: { year: '2025-2026' } }],
  ['2025-2026-S1', { key: 'semester', values: { number: 'I', year: '2025-2026' } }],
])('reads %s', (period, words) => {
  expect(readPeriod(period)).toEqual(words)
})

it.each(['2026-13', '2026-Q5', 'đầu năm', '2026-03-31'])('does not take %s for a period', (text) => {
  expect(readPeriod(text)).toBeNull()
})
