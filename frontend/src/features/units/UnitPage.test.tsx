import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { makeUnit } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, keepWaiting, refuse } from '@/test/server'

import { UnitPage } from './UnitPage'

const view = <UnitPage unitId="hp-1" followup={() => null} work={(unit) => <p>{`việc của ${unit.name}`}</p>} onSelect={() => undefined} />

describe('a unit’s page', () => {
  it('shows that it is loading', () => {
    keepWaiting('/units/hp-1')
    draw(view)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('that may not be seen is not found', async () => {
    refuse('/units/hp-1', 404, 'not_found')
    draw(view)
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('has its name, its work, its codes and its history', async () => {
    const codes = [{ scheme: 'moet', value: '31000123', from: '2025-07-01', to: null }]
    const parent = { id: 'commune', code: 'hp-000100', name: 'UBND phường Hồng Bàng' }
    answer('/units/hp-1', makeUnit('Trường Tiểu học Hồng Bàng', { codes, parent }))
    answer('/units/Trường Tiểu học Hồng Bàng/history', { versions: [], places: [], successions: [] })
    draw(view)
    expect(await screen.findByRole('heading', { level: 1, name: 'Trường Tiểu học Hồng Bàng' })).toBeVisible()
    expect(screen.getByText('việc của Trường Tiểu học Hồng Bàng')).toBeVisible()
    expect(screen.getByText(/Mã Bộ GDĐT 31000123/)).toBeVisible()
    expect(screen.getAllByText('UBND phường Hồng Bàng').length).toBeGreaterThan(0)
    expect(await screen.findByText('Chưa ghi nhận thay đổi nào.')).toBeVisible()
  })
})
