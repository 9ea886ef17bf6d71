import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { AuditEntry } from '@/api/models'
import { onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, keepWaiting, refuse } from '@/test/server'

import { type AuditFilters } from './api'
import { AuditPage } from './AuditPage'

const makeEntry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 7,
  position: 1200,
  hash: 'ab'.repeat(32),
  at: '2026-05-20T05:00:00Z',
  actor: { kind: 'user', id: 'user-1', code: 'co.lan', name: 'Cô Lan' },
  action: 'plan.update',
  entity: 'plan',
  entity_id: 'plan-1',
  unit: { id: 'unit-1', code: 'hp', name: 'Sở GDĐT Hải Phòng' },
  request_id: 'request-1',
  address: '192.0.2.7',
  changes: { altered: { title: { before: 'Kế hoạch', after: 'Kế hoạch 2026' } }, on_behalf: false },
  ...more,
})

const onChange = vi.fn<(change: AuditFilters) => void>()
const page = (filters: AuditFilters = {}) => <AuditPage filters={filters} onChange={onChange} />

beforeEach(() => {
  answer('/audit/anchors', onePage({ day: '2026-05-20', position: 1200, hash: 'ab'.repeat(32), at: '2026-05-20T17:01:00Z' }))
})

describe('the audit', () => {
  it('says who did what, from where, what it was and what it became', async () => {
    answer('/audit', onePage(makeEntry()))
    draw(page())
    const row = await screen.findByRole('row', { name: /Sửa: kế hoạch/ })
    for (const words of ['Cô Lan', 'co.lan · 192.0.2.7', 'Sở GDĐT Hải Phòng', 'vị trí 1.200']) {
      expect(within(row).getByText(words)).toBeVisible()
    }
    expect(within(row).getByText('Kế hoạch', { selector: 'del' })).toBeVisible()
    expect(within(row).getByText('Kế hoạch 2026', { selector: 'ins' })).toBeVisible()
    expect(await screen.findByText(/Mốc niêm phong gần nhất/)).toBeVisible()
  })

  it('names what it does not know by its code, and the system where nobody acted', async () => {
    answer('/audit', onePage(makeEntry({ action: 'thing.turned', entity: 'thing', position: null, unit: null, actor: { kind: 'system', id: null, code: null, name: null } })))
    draw(page())
    const row = await screen.findByRole('row', { name: /turned: thing/ })
    expect(within(row).getByText('Hệ thống')).toBeVisible()
    expect(within(row).getByText('chờ niêm phong')).toBeVisible()
  })

  it('asks the server for what the address bar holds, and puts choices there', async () => {
    const asked = answerQueries('/audit', () => onePage(makeEntry()))
    const { user } = draw(page({ actor: 'co.lan', from: '2026-05-01' }))
    await screen.findByText('Cô Lan')
    expect(asked[0]).toContain('actor=co.lan&from=2026-05-01')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Hành động' }), 'refused')
    expect(onChange).toHaveBeenLastCalledWith({ action: 'refused' })
    await user.click(screen.getByRole('button', { name: 'Bỏ bộ lọc' }))
    expect(onChange).toHaveBeenLastCalledWith(expect.objectContaining({ actor: undefined, from: undefined }))
  })

  it('shows that it waits', () => {
    keepWaiting('/audit')
    draw(page())
    expect(screen.queryByRole('table')).toBeNull()
  })

  it('shows that it was refused', async () => {
    refuse('/audit', 403, 'forbidden')
    draw(page())
    expect(await screen.findByRole('alert')).toBeVisible()
  })

  it('says that there is nothing', async () => {
    answer('/audit', onePage())
    draw(page())
    expect(await screen.findByText('Không có dòng nhật ký nào')).toBeVisible()
  })
})
