import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Me } from '@/api/models'
import { department, makeChase, makeClarification, makeUnit, onePage, school, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, takePosts } from '@/test/server'

import { followupKeys } from './api'
import { ChaseMany } from './ChaseMany'
import { UnitFollowup } from './UnitFollowup'

const READS = ['clarification:read', 'chase:read']
const theirs = makeUnit('school', { ...school, department })
const view = <UnitFollowup unit={theirs} assignment="work-1" />

function be(role: string, ...permissions: string[]) {
  const me: Me = { ...somebody(role, role.startsWith('school') ? school : department), permissions: [...READS, ...permissions] }
  answer('/me', me)
}

const beLeader = () => be('leader', 'clarification:ask', 'chase:write')

beforeEach(() => {
  sessionStorage.clear()
  answer('/clarification-requests', onePage())
  answer('/chases', onePage())
})

describe('what a unit is asked about its work, and how it is chased', () => {
  it('shows that it is loading', async () => {
    beLeader()
    keepWaiting('/clarification-requests')
    keepWaiting('/chases')
    draw(view)
    expect((await screen.findAllByLabelText('Đang tải')).length).toBe(2)
  })

  it('says that there is nothing yet to those who could ask', async () => {
    beLeader()
    draw(view)
    expect(await screen.findByText('Chưa có nội dung cần làm rõ')).toBeVisible()
    expect(screen.getByText('Chưa đôn đốc lần nào.')).toBeVisible()
  })

  it('says what went wrong', async () => {
    beLeader()
    refuse('/chases', 403, 'forbidden')
    draw(view)
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keeps what was read when it cannot be read again', async () => {
    beLeader()
    answer('/chases', onePage(makeChase()))
    const { client } = draw(view)
    await screen.findByText('Đã gọi hiệu trưởng.')
    cutOff('/chases')
    void client.invalidateQueries({ queryKey: followupKeys.chases({ unit: 'school', assignment: 'work-1' }) })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('asks for what is about this work only', async () => {
    beLeader()
    const asked = answerQueries('/clarification-requests', () => onePage(makeClarification({ overdue: true })))
    draw(view)
    const list = await screen.findByRole('list', { name: 'Làm rõ' })
    expect(list).toHaveTextContent('Tiến độ học bạ số')
    expect(list).toHaveTextContent('Quá hạn trả lời')
    expect(asked).toEqual(['unit=school&assignment=work-1&limit=50&include=total'])
  })

  it('shows a school what it was asked, and nothing where it was asked nothing', async () => {
    be('school_head')
    answer('/clarification-requests', onePage(makeClarification()))
    draw(view)
    expect(await screen.findByRole('link', { name: 'Tiến độ học bạ số' })).toBeVisible()
    expect(screen.queryByRole('region', { name: 'Đôn đốc' })).toBeNull()
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('a leader', () => {
  it('requires a school to report why, by a day', async () => {
    beLeader()
    const sent = takePosts('/clarification-requests', makeClarification())
    const { user } = draw(view)
    await user.click(await screen.findByRole('button', { name: 'Yêu cầu báo cáo làm rõ' }))
    await user.type(screen.getByRole('textbox', { name: 'Tóm tắt' }), 'Tiến độ')
    await user.type(screen.getByRole('textbox', { name: 'Nội dung cần làm rõ' }), 'Vì sao chậm?')
    expect(screen.getByRole('button', { name: 'Gửi yêu cầu' })).toBeDisabled()
    await user.type(screen.getByRole('textbox', { name: /Hạn trả lời/ }), '15/12/2026')
    await user.click(screen.getByRole('button', { name: 'Gửi yêu cầu' }))
    await screen.findByText('Đã gửi yêu cầu đến Trường Tiểu học Hồng Bàng.')
    const about = { unit: 'school', assignment: 'work-1' }
    expect(sent).toEqual([{ ...about, title: 'Tiến độ', text: 'Vì sao chậm?', due_on: '2026-12-15' }])
  })

  it('requests it of a People’s Committee', async () => {
    beLeader()
    const people = makeUnit('people', { kind: 'commune', name: 'UBND phường Lê Chân', department })
    const { user } = draw(<UnitFollowup unit={people} assignment="work-1" />)
    await user.click(await screen.findByRole('button', { name: 'Đề nghị làm rõ' }))
    expect(await screen.findByRole('button', { name: 'Gửi đề nghị' })).toBeVisible()
    expect(screen.queryByText(/[Yy]êu cầu/)).toBeNull()
  })

  it('asks nothing of a unit that is not below', async () => {
    beLeader()
    draw(<UnitFollowup unit={makeUnit('ministry', { kind: 'ministry' })} />)
    await waitFor(() => expect(screen.queryByRole('status')).toBeNull())
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('a chase', () => {
  it('is recorded over the work that is open on the page', async () => {
    beLeader()
    const sent = takePosts('/chases', { recorded: 1, units: 1 })
    const { user } = draw(view)
    const card = await screen.findByRole('region', { name: 'Đôn đốc' })
    await user.click(within(card).getByRole('button', { name: 'Ghi nhận đôn đốc' }))
    await user.selectOptions(within(card).getByRole('combobox', { name: 'Hình thức' }), 'Tin nhắn')
    await user.type(within(card).getByRole('textbox', { name: 'Nội dung trao đổi' }), 'Đã nhắn')
    await user.click(within(card).getByRole('button', { name: 'Ghi nhận đôn đốc' }))
    await waitFor(() => expect(sent).toEqual([{ assignments: ['work-1'], how: 'message', note: 'Đã nhắn' }]))
  })

  it('of a unit as such names the unit', async () => {
    beLeader()
    const sent = takePosts('/chases', { recorded: 1, units: 1 })
    const { user } = draw(<UnitFollowup unit={theirs} />)
    await user.click(await screen.findByRole('button', { name: 'Ghi nhận đôn đốc' }))
    await user.click(screen.getByRole('button', { name: 'Ghi nhận đôn đốc' }))
    await waitFor(() => expect(sent).toEqual([{ unit: 'school', how: 'phone', note: '' }]))
  })

  it('of many says how many it reached', async () => {
    const sent = takePosts('/chases', { recorded: 900, units: 450 })
    const { user } = draw(<ChaseMany over={{ filter: { overdue: true } }} />)
    await user.click(screen.getByRole('button', { name: 'Ghi nhận đôn đốc' }))
    await user.click(screen.getByRole('button', { name: 'Ghi nhận đôn đốc' }))
    expect(await screen.findByText('Đã ghi nhận đôn đốc 900 việc chưa xong của 450 đơn vị.')).toBeVisible()
    expect(sent).toEqual([{ filter: { overdue: true }, how: 'phone', note: '' }])
  })
})
