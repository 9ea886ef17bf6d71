import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { leader, makeEvidence, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, takeChanges, takePosts } from '@/test/server'

import { evidenceKeys, type EvidenceState } from './api'
import { EvidencePage } from './EvidencePage'

const page = (state: EvidenceState = {}, onChange: (change: EvidenceState) => void = () => undefined) => (
  <EvidencePage state={state} onChange={onChange} />
)

/** The reader verifies; two files wait. */
function atTheDesk(state: EvidenceState = {}) {
  const changes: EvidenceState[] = []
  answer('/me', { ...leader, permissions: ['evidence:read', 'evidence:verify'] })
  answer('/evidence', onePage(makeEvidence(), makeEvidence({ id: 'evidence-2', title: 'Ảnh lớp học' })))
  answer('/evidence/evidence-1', makeEvidence())
  answer('/evidence/evidence-1/duplicates', { items: [], next_cursor: null })
  return { ...draw(page(state, (change) => changes.push(change))), changes }
}

describe('the library of evidence', () => {
  it('shows that it is loading', () => {
    keepWaiting('/evidence')
    draw(page())
    expect(screen.getAllByLabelText('Đang tải').length).toBeGreaterThan(0)
  })

  it('says that there is none yet', async () => {
    answer('/evidence', onePage())
    draw(page())
    expect(await screen.findByText('Chưa có minh chứng')).toBeVisible()
  })

  it('can be looked through less narrowly where none is found', async () => {
    const asked = answerQueries('/evidence', () => onePage())
    const changes: EvidenceState[] = []
    const { user } = draw(page({ q: 'anh', kind: 'jpeg' }, (change) => changes.push(change)))
    const panel = await screen.findByText('Không có minh chứng phù hợp')
    expect(asked[0]).toContain('q=anh&media_type=image%2Fjpeg')
    await user.click(within(panel.parentElement ?? panel).getByRole('button', { name: 'Bỏ bộ lọc' }))
    expect(changes).toEqual([{ q: undefined, verdict: undefined, kind: undefined, duplicates: undefined }])
  })

  it('says what went wrong', async () => {
    refuse('/evidence', 403, 'forbidden')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keeps what was read when it cannot be read again', async () => {
    answer('/evidence', onePage(makeEvidence()))
    const { client } = draw(page())
    await screen.findByText('Biên bản tập huấn')
    cutOff('/evidence')
    void client.invalidateQueries({ queryKey: evidenceKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('says in words what a signature is worth', async () => {
    const at = '2026-11-20T03:00:00Z'
    const by = { signer: 'Nguyễn Thị Lan', issuer: 'Ban Cơ yếu', signed_at: at }
    answer('/evidence', onePage())
    answer(
      '/evidence/evidence-1',
      makeEvidence({
        signatures: [
          { ...by, intact: true, trusted: true },
          { ...by, intact: true, trusted: false },
          { ...by, intact: false, trusted: false },
          { signer: null, issuer: null, signed_at: null, intact: false, trusted: false },
        ],
      }),
    )
    draw(page({ open: 'evidence-1' }))
    expect(await screen.findByText(/hợp lệ: tệp còn nguyên vẹn/)).toBeVisible()
    expect(screen.getByText(/chưa xác minh được chứng thư/)).toBeVisible()
    expect(screen.getByText(/đã bị thay đổi sau khi Nguyễn Thị Lan ký/)).toBeVisible()
    expect(screen.getByText(/không đọc được/)).toBeVisible()
  })
})

describe('a file that ends', () => {
  it('shows until when it holds, takes another day, and stands beside the versions before it', async () => {
    const newest = makeEvidence({ expires_on: '2020-01-31', version: 3, replaces: 'evidence-0' })
    answer('/me', { ...leader, permissions: ['evidence:read', 'evidence:write'] })
    answer('/evidence', onePage(newest))
    answer('/evidence/evidence-1', newest)
    answer('/evidence/evidence-1/versions', {
      items: [newest, makeEvidence({ id: 'evidence-0', filename: 'ban-cu.pdf', replaced_by: 'evidence-1' })],
      next_cursor: null,
    })
    const { user } = draw(page({ open: 'evidence-1' }))
    const record = await screen.findByRole('region', { name: 'Minh chứng đang mở' })
    expect(await within(record).findByText('Đã hết hạn ngày 31/01/2020')).toBeVisible()
    expect(await within(record).findByRole('link', { name: 'ban-cu.pdf' })).toBeVisible()
    const sent = takeChanges('/evidence/evidence-1', () => newest)
    const day = within(record).getByRole('textbox', { name: 'Hiệu lực đến hết ngày' })
    await user.clear(day)
    await user.type(day, '31/01/2030')
    await user.tab()
    await user.click(within(record).getByRole('button', { name: 'Lưu ngày hiệu lực' }))
    await waitFor(() => expect(sent).toEqual([{ version: '"3.0"', body: { expires_on: '2030-01-31' } }]))
    await user.click(within(record).getByRole('button', { name: 'Gửi bản mới thay bản này…' }))
    expect(within(record).getByRole('button', { name: 'Chọn tệp' })).toBeVisible()
  })
})

describe('the desk', () => {
  it('is worked by single keys, which do nothing while one types', async () => {
    const { user, changes } = atTheDesk({ open: 'evidence-1' })
    await screen.findByRole('button', { name: 'Xác nhận' })
    await user.keyboard('j')
    expect(changes).toEqual([{ open: 'evidence-2' }])
    await user.keyboard('r')
    const sent = takePosts('/evidence/verdicts', { received: 1, changed: 1, unchanged: 0 })
    await user.type(await screen.findByRole('textbox', { name: /Nội dung cần bổ sung/ }), 'jv mờ')
    await user.click(screen.getByRole('button', { name: 'Gửi đề nghị bổ sung' }))
    await waitFor(() => expect(sent).toEqual([{ ids: ['evidence-1'], verdict: 'rejected', reason: 'jv mờ' }]))
  })

  it('judges several at once', async () => {
    const { user } = atTheDesk()
    await user.click(await screen.findByRole('checkbox', { name: 'Chọn “Biên bản tập huấn”' }))
    await user.click(screen.getByRole('checkbox', { name: 'Chọn “Ảnh lớp học”' }))
    const sent = takePosts('/evidence/verdicts', { received: 2, changed: 2, unchanged: 0 })
    const many = screen.getByRole('group', { name: 'Đã chọn 2 minh chứng' })
    await user.click(within(many).getByRole('button', { name: 'Xác nhận' }))
    await waitFor(() => expect(sent).toEqual([{ ids: ['evidence-1', 'evidence-2'], verdict: 'verified' }]))
    await waitFor(() => expect(many).not.toBeInTheDocument())
  })

  it('offers no verdict to those who only read', async () => {
    answer('/evidence', onePage(makeEvidence()))
    answer('/evidence/evidence-1', makeEvidence())
    draw(page({ open: 'evidence-1' }))
    const record = await screen.findByRole('region', { name: 'Minh chứng đang mở' })
    await within(record).findByText('Nguyễn Thị Lan')
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Xác nhận' })).not.toBeInTheDocument()
  })
})
