import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'

import type { UnitProfile } from '@/api/models'
import { draw } from '@/test/render'
import { answer, keepWaiting, refuse } from '@/test/server'

import { empty, target } from './fixtures'
import { ProfilePage } from './ProfilePage'

const unit = { id: 'school', code: 'hp-001054', name: 'Trường Tiểu học Hồng Bàng' }
const nothing: UnitProfile = { unit, kind: 'school', people: [], reports: [], late: 0, late_work: [], difficulties: [] }

it('waits, and says what went wrong', async () => {
  keepWaiting('/dashboard/profile')
  answer('/dashboard', empty)
  const { redraw } = draw(<ProfilePage unit="hp-001054" />)
  expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  refuse('/dashboard/profile', 404, 'not_found')
  redraw(<ProfilePage unit="hp-000003" />)
  expect(await screen.findByRole('alert')).toBeVisible()
})

it('says so where nothing is late and nobody is there', async () => {
  answer('/dashboard/profile', nothing)
  answer('/dashboard', empty)
  draw(<ProfilePage unit="hp-001054" />)
  expect(await screen.findByText('Không có báo cáo hay việc nào chậm hạn.')).toBeVisible()
  expect(screen.getByText('Chưa có tài khoản nào của đơn vị.')).toBeVisible()
})

it('has where it stands, what is late, what stands in the way and whom to call', async () => {
  const report = { id: 'report-1', title: 'Báo cáo quý', period: '2026-Q3', status: 'draft' as const, due_at: '2026-09-19T16:59:59Z' }
  const task = { id: 'task-1', code: '1', name: 'Số hóa hồ sơ' }
  answer('/dashboard/profile', {
    ...nothing,
    people: [{ name: 'Nguyễn Thị Lan', roles: ['school_head'], email: 'lan@example.vn' }],
    reports: [{ ...report, first_sent_at: null, overdue: true }],
    difficulties: [{ id: 'd-1', title: 'Thiếu máy quét', unit, task, created_at: '2026-05-01T02:00:00Z', answered_at: null }],
  })
  answer('/dashboard', { ...empty, targets: [target] })
  draw(<ProfilePage unit="hp-001054" />)
  const late = await screen.findByRole('list', { name: 'Báo cáo và việc chậm hạn' })
  expect(late).toHaveTextContent('Báo cáo quý – Quý III/2026hạn 19/09/2026 · Quá hạn, chưa gửi')
  expect(within(screen.getByRole('list', { name: 'Kết quả so với chỉ tiêu' })).getByText('76 %')).toBeVisible()
  expect(screen.getByRole('list', { name: 'Người liên hệ' })).toHaveTextContent('Nguyễn Thị LanHiệu trưởng')
  expect(screen.getByRole('link', { name: 'Thiếu máy quét' })).toBeVisible()
})
