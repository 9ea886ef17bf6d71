import { describe, expect, it } from 'vitest'

import { dayBefore, daysUntil, formatDate, formatDateTime, formatNumber, vietnamDay } from './format'

describe('dates', () => {
  it('are written day first in Vietnamese', () => {
    expect(formatDate('2026-03-05', 'vi')).toBe('05/03/2026')
  })

  it('have a day before them, over the ends of months and years', () => {
    expect(dayBefore('2026-03-01')).toBe('2026-02-28')
    expect(dayBefore('2026-01-01')).toBe('2025-12-31')
  })

  it('are written with a month’s name in English', () => {
    expect(formatDate('2026-03-05', 'en')).toBe('5 Mar 2026')
  })

  it('stand for the Vietnamese day, not the device’s', () => {
    expect(vietnamDay('2026-03-31T17:00:00Z')).toBe('2026-04-01')
    expect(vietnamDay('2026-03-31T16:59:59Z')).toBe('2026-03-31')
  })

  it('carry Vietnam’s time', () => {
    expect(formatDateTime('2026-03-31T16:59:59Z', 'vi')).toBe('23:59 31/03/2026')
    expect(formatDateTime('2026-03-31T16:59:59Z', 'en')).toBe('31 Mar 2026, 23:59')
  })
})

describe('numbers', () => {
  it('are written as each language writes them', () => {
    expect(formatNumber(1200.5, 'vi')).toBe('1.200,5')
    expect(formatNumber(1200.5, 'en')).toBe('1,200.5')
  })
})

describe('days until a due day', () => {
  it('are counted by Vietnamese midnights', () => {
    const justBeforeMidnight = new Date('2026-03-30T16:59:59Z')
    const justAfterMidnight = new Date('2026-03-30T17:00:00Z')
    expect(daysUntil('2026-03-31', justBeforeMidnight)).toBe(1)
    expect(daysUntil('2026-03-31', justAfterMidnight)).toBe(0)
  })

  it('are negative once it is past', () => {
    expect(daysUntil('2026-03-31', new Date('2026-04-03T05:00:00Z'))).toBe(-3)
  })
})
