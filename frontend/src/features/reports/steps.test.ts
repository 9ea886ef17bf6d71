import { describe, expect, it } from 'vitest'

import { makeRegime } from '@/test/fixtures'

import { type Rule, typedRule, typedSteps, waysOf, withStep, wordsOf, wordsOfSteps } from './steps'

const plain = { tentative: false, doubtful: false }
const before: Rule = { kind: 'recurring', every: 'quarter', day: 1, month_of_period: 3, bound: 'before', ...plain }

describe('the rule of a day', () => {
  it.each<[Rule, Parameters<typeof typedRule>[1]]>([
    [before, 'quarter'],
    [{ ...before, every: 'month', month_of_period: null, bound: 'by' }, 'month'],
    [{ kind: 'offset', days: -3 }, 'semester'],
    [{ kind: 'date', on: '2026-12-20', bound: 'by', whole: false, ...plain }, 'once'],
  ])('is the same once it was read and typed: %j', (rule, cadence) => {
    expect(typedRule(wordsOf(rule, cadence), cadence)).toEqual(rule)
  })

  it('is none where it is not said, and missing where it is half said', () => {
    const words = wordsOf(null, 'quarter')
    expect(typedRule(words, 'quarter')).toBeNull()
    expect(typedRule({ ...words, way: 'by', day: '' }, 'quarter')).toBeUndefined()
    expect(typedRule({ ...words, way: 'after', days: 'năm' }, 'quarter')).toBeUndefined()
    expect(typedRule({ ...words, way: 'on' }, 'once')).toBeUndefined()
  })

  it('is said in the ways that its cadence has', () => {
    expect(waysOf('ad_hoc')).toEqual(['none'])
    expect(waysOf('semester')).toEqual(['none', 'after'])
    expect(typedRule({ ...wordsOf(before, 'quarter'), way: 'before' }, 'once')).toBeNull()
  })
})

describe('the steps of a regime', () => {
  const [step] = makeRegime().steps
  const office = { unit: null, audience: null, printed_name: 'Sở' }
  const sections = [{ code: 'chi-tieu', kind: 'figures' as const, title: 'Kết quả' }]
  const regime = makeRegime({ steps: step ? [{ ...step, to: [office], outline: sections }] : [] })

  it('go back as they came where nobody touched them, with what is not shown', () => {
    const odd: Rule = { kind: 'date', on: '2026-05-31', bound: 'before', whole: true, ...plain }
    const read = regime.steps.map((each) => ({ ...each, due: { ...odd } }))
    const [sent] = typedSteps(wordsOfSteps({ ...regime, steps: read }), 'quarter', read, 'quarter') ?? []
    expect(sent).toMatchObject({ due: odd, due_text: 'Hàng quý', outline: sections })
  })

  it('grow by one in which who received reports on', () => {
    const [, next] = withStep(wordsOfSteps(regime), 'quarter')
    expect(next).toMatchObject({ of: null, who: [office], to: [] })
  })

  it('are not sent while somebody is missing', () => {
    const words = wordsOfSteps(regime).map((each) => ({ ...each, who: [] }))
    expect(typedSteps(words, 'quarter', regime.steps, 'quarter')).toBeNull()
  })
})
