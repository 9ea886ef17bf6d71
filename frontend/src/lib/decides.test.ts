import { describe, expect, it } from 'vitest'

import { department, leader, school, somebody } from '@/test/fixtures'

import { decides } from './decides'

const ofDepartment = { unit: department }
const ofSchool = { unit: school }

describe('whose plans somebody decides on', () => {
  it('are all below for a leader', () => {
    const me = { ...leader, permissions: ['plan:issue'] }
    expect([ofDepartment, ofSchool].map((plan) => decides(me, 'plan:issue', plan))).toEqual([true, true])
  })

  it('are its own alone for whoever heads a school', () => {
    const me = { ...somebody('school_head'), permissions: ['plan:issue'] }
    expect([ofDepartment, ofSchool].map((plan) => decides(me, 'plan:issue', plan))).toEqual([false, true])
  })

  it('are none without the permission, or before one knows who reads', () => {
    expect(decides({ ...leader, permissions: [] }, 'plan:amend', ofDepartment)).toBe(false)
    expect(decides(undefined, 'plan:amend', ofDepartment)).toBe(false)
    expect(decides({ ...leader, permissions: ['plan:amend'] }, 'plan:amend', undefined)).toBe(false)
  })
})
