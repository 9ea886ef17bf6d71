import { screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import { department, makeUnit, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, keepWaiting, refuse } from '@/test/server'

import { UnitsPage } from './UnitsPage'

const ignore = () => undefined
const sho = makeUnit('department', { kind: 'department', name: department.name, child_count: 1 })
const commune = makeUnit('commune', { kind: 'commune', name: 'UBND phường Hồng Bàng', child_count: 1 })
const school = makeUnit('school', { name: 'Trường Tiểu học Đinh Tiên Hoàng' })

/** A department, one commune below it, one school below that. */
function answerTree() {
  return answerQueries('/units', (query) => {
    if (query.get('parent') === 'department') return onePage(commune)
    if (query.get('parent') === 'commune') return onePage(school)
    return query.has('q') ? onePage(school) : onePage(sho)
  })
}

const treeItem = (name: string) => screen.findByRole('treeitem', { name })

describe('the organisation', () => {
  it('shows that it is loading', () => {
    keepWaiting('/units')
    draw(<UnitsPage state={{}} onChange={ignore} />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that there was nothing on that day', async () => {
    answer('/units', onePage())
    draw(<UnitsPage state={{ as_of: '1990-01-01' }} onChange={ignore} />)
    expect(await screen.findByText('Không có đơn vị nào')).toBeVisible()
  })

  it('says what went wrong', async () => {
    refuse('/units', 500, 'internal_error')
    draw(<UnitsPage state={{}} onChange={ignore} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('Hệ thống gặp lỗi')
  })

  it('reads what is below a unit when it is opened, with the keyboard alone', async () => {
    const asked = answerTree()
    const onChange = vi.fn()
    const { user } = draw(<UnitsPage state={{}} onChange={onChange} />)
    ;(await treeItem(department.name)).focus()
    await treeItem(commune.name)
    await user.keyboard('{ArrowDown}{ArrowRight}')
    await treeItem(school.name)
    await user.keyboard('{ArrowRight}{Enter}')
    expect(onChange).toHaveBeenCalledWith({ unit: 'school' })
    expect(asked.map((query) => new URLSearchParams(query).get('parent'))).toEqual([null, 'department', 'commune'])
  })

  it('is read on the line and at the day asked for', async () => {
    const asked = answerTree()
    draw(<UnitsPage state={{ line: 'administrative', as_of: '2025-06-30' }} onChange={ignore} />)
    expect(await screen.findByText('Theo tổ chức tại ngày 30/06/2025')).toBeVisible()
    await treeItem(commune.name)
    for (const query of asked.map((text) => new URLSearchParams(text))) {
      expect([query.get('line'), query.get('as_of')]).toEqual(['administrative', '2025-06-30'])
    }
  })

  it('finds a unit by its name', async () => {
    answerTree()
    draw(<UnitsPage state={{ q: 'dinh tien hoang' }} onChange={ignore} />)
    expect(await screen.findByRole('button', { name: school.name })).toBeVisible()
  })

  it('shows one unit’s facts, and leads to what it came from', async () => {
    answerTree()
    const before = { id: 'before', code: 'hp-9', name: 'Phòng GDĐT quận Hồng Bàng' }
    const succession = { role: 'predecessor', unit: before, on: '2025-07-01', kind: 'transfer', legal_basis: null }
    answer('/units/commune', { ...commune, administrative_parent: department, sample: true })
    answer('/units/commune/history', { id: 'commune', versions: [], places: [], codes: [], successions: [succession] })
    const onChange = vi.fn()
    const { user } = draw(<UnitsPage state={{ unit: 'commune' }} onChange={onChange} />)
    const panel = screen.getByRole('region', { name: 'Thông tin đơn vị' })
    expect(await within(panel).findByRole('heading', { name: commune.name })).toBeVisible()
    expect(panel).toHaveTextContent('Cấp trên về hành chính')
    expect(panel).toHaveTextContent('Dữ liệu mẫu')
    await user.click(await within(panel).findByRole('button', { name: before.name }))
    expect(onChange).toHaveBeenCalledWith({ unit: 'before' })
  })
})
