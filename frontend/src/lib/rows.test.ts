import { expect, it } from 'vitest'

import { makeTask } from '@/test/fixtures'

import { nextNumberUnder } from './rows'

const row = (number: string | null, parent: string) => makeTask({ id: `row-${number}`, number, parent_id: parent })

it('numbers the next sub-row after those there are', () => {
  const rows = [row('2.1', 'two'), row('2.10', 'two'), row('a)', 'two'), row('3.4', 'three'), row(null, 'two')]
  expect(nextNumberUnder({ id: 'two', number: '2' }, rows)).toBe('2.11')
  expect(nextNumberUnder({ id: 'four', number: '4.' }, rows)).toBe('4.1')
  expect(nextNumberUnder({ id: 'loose', number: null }, rows)).toBe('')
})
