import { describe, expect, it } from 'vitest'

import { makeQuestion } from '@/test/fixtures'

import { isBlock, readBlock, spread } from './paste'

const ratio = makeQuestion()
const count = makeQuestion({ answered_by: 'number' })
const yes = makeQuestion({ answered_by: 'yes_or_no' })

describe('a block out of a spreadsheet', () => {
  it.each([
    ['42', false],
    ['42\n', false],
    ['42\t45', true],
    ['42\n40\n', true],
  ])('%j is one: %s', (text, is) => expect(isBlock(text)).toBe(is))

  it('is rows of cells, without what the spreadsheet appends', () => {
    expect(readBlock('42\t45\r\n"1.200"\t \r\n')).toEqual([
      ['42', '45'],
      ['1.200', ''],
    ])
  })

  it('fills the questions from the field it was pasted in, each in its own parts', () => {
    const filled = spread([['42', '45'], ['7', '8'], ['Có'], ['9']], [ratio, count, yes], 0, 'numerator')
    expect(filled).toEqual([
      { row: 0, part: 'numerator', value: '42' },
      { row: 0, part: 'denominator', value: '45' },
      { row: 1, part: 'value', value: '7' },
      { row: 2, part: 'yes', value: 'yes' },
    ])
  })

  it('begins in the second field where it was pasted there, and leaves out what says nothing', () => {
    expect(spread([['45'], ['']], [ratio, ratio], 0, 'denominator')).toEqual([
      { row: 0, part: 'denominator', value: '45' },
    ])
    expect(spread([['chưa'], ['?']], [yes, yes], 0, 'yes')).toEqual([{ row: 0, part: 'yes', value: 'no' }])
    expect(spread([['1']], [], 0, 'value')).toEqual([])
  })
})
