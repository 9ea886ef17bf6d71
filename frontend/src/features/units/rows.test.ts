import { describe, expect, it } from 'vitest'

import { makeUnit } from '@/test/fixtures'

import { type Children, keyTarget, kindKey, unitKey, visibleRows } from './rows'

const sho = makeUnit('sho', { kind: 'department', child_count: 1 })
const commune = makeUnit('commune', { kind: 'commune', child_count: 1 })
const school = makeUnit('school')

function see(below: Record<string, Children>, ...expanded: string[]) {
  return visibleRows([sho], { expanded: new Set(expanded), childrenOf: (id) => below[id] })
}

const ready = (...units: (typeof school)[]): Children => ({ state: 'ready', units })
const keys = (rows: ReturnType<typeof see>) => rows.map(({ key }) => key)

describe('the rows in sight', () => {
  it('are the roots while nothing is open', () => {
    expect(keys(see({}))).toEqual([unitKey('sho')])
  })

  it('show what is below an open unit, one level deeper', () => {
    const rows = see({ sho: ready(commune), commune: ready(school) }, unitKey('sho'), unitKey('commune'))
    expect(rows.map(({ level }) => level)).toEqual([1, 2, 3])
    expect(keys(rows)).toEqual([unitKey('sho'), unitKey('commune'), unitKey('school')])
  })

  it('say when what is below is on its way, did not come, or is not there', () => {
    const note = (children?: Children) => see(children ? { sho: children } : {}, unitKey('sho'))[1]
    expect(note()).toMatchObject({ type: 'note', note: 'loading' })
    expect(note({ state: 'failed' })).toMatchObject({ type: 'note', note: 'failed' })
    expect(note(ready())).toMatchObject({ type: 'note', note: 'nothing' })
  })

  it('fold many units of different kinds by kind', () => {
    const communes = Array.from({ length: 114 }, (_, index) => makeUnit(`c${index}`, { kind: 'commune' }))
    const below = { sho: ready(...communes, school) }
    const folded = see(below, unitKey('sho'))
    expect(keys(folded)).toEqual([unitKey('sho'), kindKey('sho', 'commune'), kindKey('sho', 'school')])
    expect(folded[1]).toMatchObject({ count: 114, expanded: false })
    expect(see(below, unitKey('sho'), kindKey('sho', 'commune'))).toHaveLength(117)
  })

  it('cannot be opened below a school', () => {
    const rows = see({ sho: ready(school) }, unitKey('sho'), unitKey('school'))
    expect(rows[1]).toMatchObject({ expandable: false, expanded: false })
  })
})

describe('the arrow keys', () => {
  const rows = see({ sho: ready(commune), commune: ready(school) }, unitKey('sho'), unitKey('commune'))
  const from = (key: string, pressed: string) => keyTarget(rows, unitKey(key), pressed)

  it('lead up, down, in and out', () => {
    expect(from('sho', 'ArrowDown')).toBe(unitKey('commune'))
    expect(from('commune', 'ArrowUp')).toBe(unitKey('sho'))
    expect(from('sho', 'ArrowRight')).toBe(unitKey('commune'))
    expect(from('school', 'ArrowLeft')).toBe(unitKey('commune'))
  })

  it('lead to both ends', () => {
    expect(from('commune', 'Home')).toBe(unitKey('sho'))
    expect(from('commune', 'End')).toBe(unitKey('school'))
  })

  it('lead nowhere beyond the ends', () => {
    expect(from('sho', 'ArrowUp')).toBeNull()
    expect(from('school', 'ArrowDown')).toBeNull()
    expect(from('school', 'ArrowRight')).toBeNull()
    expect(from('sho', 'ArrowLeft')).toBeNull()
    expect(from('gone', 'ArrowDown')).toBeNull()
    expect(from('sho', 'x')).toBeNull()
  })
})
