import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { makeCount, makeUnit, makeWork, onePage, school, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries } from '@/test/server'

import { UnitWork } from './UnitWork'

const unit = makeUnit(school.id, { name: school.name, child_count: 0 })

describe('the work of a unit', () => {
  it('is reported on the spot by its own people', async () => {
    answer('/me', somebody('school_officer'))
    answer('/assignments/counts', { items: [makeCount({ not_started: 1, completed: 21 })], more: false })
    const asked = answerQueries('/assignments', () => onePage(makeWork()))
    draw(<UnitWork unit={unit} />)
    expect(await screen.findByRole('button', { name: /^Đã làm/ })).toBeVisible()
    expect(screen.getByText('21')).toBeVisible()
    expect(asked).toEqual(['unit=school&open=true&limit=200&include=total'])
  })

  it('is entered for it by the commune, and says so', async () => {
    answer('/me', somebody('commune_officer', { id: 'commune', code: 'hp-1', name: 'UBND phường' }))
    answer('/assignments/counts', { items: [makeCount()], more: false })
    answer('/assignments', onePage(makeWork()))
    draw(<UnitWork unit={unit} />)
    expect(await screen.findByText(/Bạn đang nhập thay cho/)).toBeVisible()
  })

  it('is only read by others, with what stands below it', async () => {
    answer('/me', somebody('viewer', { id: 'department', code: 'hp', name: 'Sở' }))
    answerQueries('/assignments/counts', (query) => ({
      items: [query.get('by') === 'child' ? makeCount({ unit: school, overdue: 1 }) : makeCount()],
      more: false,
    }))
    answer('/assignments', onePage())
    draw(<UnitWork unit={{ ...unit, child_count: 1 }} />)
    expect(await screen.findByText('Không có việc nào đang mở')).toBeVisible()
    expect(await screen.findByRole('table', { name: 'Việc của các đơn vị' })).toHaveTextContent(school.name)
    expect(screen.queryByText(/nhập thay/)).toBeNull()
  })
})
