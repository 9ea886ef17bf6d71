import { act, renderHook } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'

import { useDraft } from './useDraft'

const given = { title: 'Kế hoạch', year: 2026 }

describe('what is being typed', () => {
  beforeEach(() => sessionStorage.clear())

  it('outlives a reload', () => {
    const first = renderHook(() => useDraft('form', given))
    act(() => first.result.current.set('title', 'Kế hoạch mới'))
    first.unmount()
    const again = renderHook(() => useDraft('form', given))
    expect(again.result.current.values).toEqual({ title: 'Kế hoạch mới', year: 2026 })
  })

  it('stays when the server’s version changes beneath it', () => {
    const { result, rerender } = renderHook((server) => useDraft('form', server), { initialProps: given })
    act(() => result.current.set('title', 'Kế hoạch mới'))
    rerender({ title: 'Kế hoạch của người khác', year: 2027 })
    expect(result.current.values).toEqual({ title: 'Kế hoạch mới', year: 2027 })
    expect(result.current.typed).toEqual({ title: 'Kế hoạch mới' })
  })

  it('is no change when it says what was given', () => {
    const { result } = renderHook(() => useDraft('form', given))
    act(() => result.current.set('title', 'Kế hoạch'))
    expect(result.current.changed).toBe(false)
  })

  it('is gone once it is given up', () => {
    const { result } = renderHook(() => useDraft('form', given))
    act(() => result.current.set('title', 'Khác'))
    act(() => result.current.clear())
    expect(result.current.values).toEqual(given)
    expect(sessionStorage).toHaveLength(0)
  })

  it('of another form is another', () => {
    const { result, rerender } = renderHook((key) => useDraft(key, given), { initialProps: 'one' })
    act(() => result.current.set('title', 'Khác'))
    rerender('two')
    expect(result.current.values).toEqual(given)
  })
})

describe('what somebody else changes meanwhile', () => {
  beforeEach(() => sessionStorage.clear())

  function typing(rest: Partial<typeof given> = {}) {
    const drawn = renderHook((server) => useDraft('form', server), { initialProps: given })
    act(() => drawn.result.current.set('title', 'Của tôi'))
    drawn.rerender({ ...given, ...rest })
    return drawn.result
  }

  it('is no conflict in another field', () => {
    expect(typing({ year: 2027 }).current.conflicts).toEqual([])
  })

  it('is named in the field that was typed, and can be taken', () => {
    const result = typing({ title: 'Của người khác' })
    expect(result.current.conflicts).toEqual(['title'])
    act(() => result.current.yield('title'))
    expect(result.current.values.title).toBe('Của người khác')
    expect(result.current.changed).toBe(false)
  })

  it('can be written over knowingly', () => {
    const result = typing({ title: 'Của người khác' })
    act(() => result.current.insist())
    expect(result.current.conflicts).toEqual([])
    expect(result.current.values.title).toBe('Của tôi')
  })
})
