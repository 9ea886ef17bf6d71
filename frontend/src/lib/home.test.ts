import { describe, expect, it } from 'vitest'

import { leader, somebody } from '@/test/fixtures'

import { homeOf } from './home'

describe('where the product opens', () => {
  it.each([
    ['/work', somebody('school_officer')],
    ['/work', somebody('commune_officer')],
    ['/work', somebody('officer')],
    ['/dashboard', leader],
    ['/dashboard', somebody('coordinator')],
    ['/dashboard', somebody('division_head')],
    ['/plans', somebody('admin')],
    ['/plans', { ...leader, grants: [] }],
  ])('is %s', (home, me) => expect(homeOf(me)).toBe(home))
})
