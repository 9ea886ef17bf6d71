import { describe, expect, it } from 'vitest'

import {
  choiceParam,
  dateParam,
  flagParam,
  parseSearch,
  pastDayParam,
  returnParam,
  stringifySearch,
  textParam,
} from './search'

describe('the address bar', () => {
  it('reads and writes plain text', () => {
    const search = { q: 'trường học', status: 'completed' }
    expect(parseSearch(stringifySearch(search))).toEqual(search)
  })

  it('keeps a number that was typed as text', () => {
    expect(parseSearch('?q=2026')).toEqual({ q: '2026' })
  })

  it('leaves out what is not set', () => {
    expect(stringifySearch({ q: undefined, status: '', overdue: true })).toBe('?overdue=true')
    expect(stringifySearch({ q: undefined })).toBe('')
  })
})

describe('a parameter', () => {
  it('that is empty counts as absent', () => {
    expect(textParam('  ')).toBeUndefined()
    expect(textParam(7)).toBeUndefined()
    expect(textParam('học bạ')).toBe('học bạ')
  })

  it('that is a day to come counts as absent where only the past is read', () => {
    expect(pastDayParam('2026-02-28')).toBe('2026-02-28')
    expect(pastDayParam('2999-01-01')).toBeUndefined()
    expect(pastDayParam('hôm qua')).toBeUndefined()
  })

  it('outside the choices counts as absent', () => {
    expect(choiceParam('done', ['open', 'done'])).toBe('done')
    expect(choiceParam('gone', ['open', 'done'])).toBeUndefined()
  })

  it('that is a flag is set or absent', () => {
    expect(flagParam('true')).toBe(true)
    expect(flagParam('false')).toBeUndefined()
  })

  it('that is a date is one of the calendar', () => {
    expect(dateParam('2025-06-30')).toBe('2025-06-30')
    expect(dateParam('2025-06-31')).toBeUndefined()
    expect(dateParam('30/06/2025')).toBeUndefined()
  })

  it('that leads back stays on this site', () => {
    expect(returnParam('/plans?q=a')).toBe('/plans?q=a')
    expect(returnParam('//elsewhere.example')).toBeUndefined()
    expect(returnParam('/\\elsewhere.example')).toBeUndefined()
    expect(returnParam('/\t/elsewhere.example')).toBeUndefined()
    expect(returnParam('https://elsewhere.example')).toBeUndefined()
  })
})
