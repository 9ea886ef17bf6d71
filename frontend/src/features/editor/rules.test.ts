import { expect, it } from 'vitest'

import { NO_RULE, toRule, wordsOfRule } from './rules'

const party = (name: string) => ({ unit: null, audience: null, printed_name: name })
const words = { ...NO_RULE, subject: ' Kết quả ', who: [party('Các phòng'), party('Các trường')], to: [party('Sở')] }

it('names who reports and who receives as a plan prints them', () => {
  expect(toRule(words, { ...words, via: [party('Văn phòng Sở')] })).toMatchObject({
    subject: 'Kết quả',
    who_name: 'Các phòng; Các trường',
    to_name: 'Sở (qua Văn phòng Sở)',
    cadence: null,
    due_text: null,
  })
  expect(toRule(words, words).to_name).toBe('Sở')
  expect(toRule({}, NO_RULE)).toMatchObject({ who_name: null, to_name: null })
})

it('keeps the printed names until somebody writes over the parties', () => {
  const before = { ...toRule(words, words), who_name: 'trưởng các đơn vị', to_name: 'Lãnh đạo Sở' }
  const typed = { due: 'Ngay khi có yêu cầu' }
  const after = toRule(typed, { ...wordsOfRule(before), ...typed }, before)
  expect([after.who_name, after.to_name, after.due_text]).toEqual(['trưởng các đơn vị', 'Lãnh đạo Sở', typed.due])
  const to = { to: [party('Thanh tra Sở')] }
  expect(toRule(to, { ...wordsOfRule(before), ...to }, before)).toMatchObject({
    who_name: 'trưởng các đơn vị',
    to_name: 'Thanh tra Sở',
  })
})
