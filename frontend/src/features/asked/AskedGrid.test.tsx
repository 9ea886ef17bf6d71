import { screen } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'

import type { AskedForm } from '@/api/models'
import { makeAsked, makeQuestion } from '@/test/fixtures'
import { draw } from '@/test/render'
import { takePosts } from '@/test/server'

import { AskedGrid } from './AskedGrid'
import { arrange } from './order'
import { useAsked } from './useAsked'

const own = (code: string) =>
  makeQuestion({
    indicator: { id: code, code, name: code },
    question: `Bao nhiêu ${code}?`,
    source: 'reported',
    present: null,
    suggested: null,
  })

function Grid({ form }: { form: AskedForm }) {
  const asking = useAsked({}, form)
  return <AskedGrid form={form} cards={arrange(form, asking.kept, asking.busy).front} asking={asking} />
}

const field = (name: string) => screen.getByRole('textbox', { name: `Bao nhiêu ${name}?` })

describe('the grid on a desk', () => {
  beforeEach(() => localStorage.clear())

  it('takes a block from a spreadsheet, moves by keys, and saves all in one request', async () => {
    const sent = takePosts('/indicator-values/bulk', {
      received: 2, created: 0, updated: 0, unchanged: 0, rejected: 2, batch: null, job: null,
      errors: [1, 2].map((row) => ({ row, pointer: `/${row - 1}/numerator`, code: 'above', message: `Sai dòng ${row}` })),
    })
    const { user } = draw(<Grid form={makeAsked({ items: [own('gv'), own('hs'), makeQuestion()] })} />)
    await user.click(field('gv'))
    await user.paste('40\t45\n400\t450\n7\t8\n')
    expect([field('gv'), field('hs')].map((each) => (each as HTMLInputElement).value)).toEqual(['40', '400'])
    await user.keyboard('{ArrowDown}')
    expect(field('hs')).toHaveFocus()
    await user.keyboard('{ArrowUp}')
    expect(field('gv')).toHaveFocus()
    await user.click(screen.getByRole('button', { name: 'Ghi 2 câu đã nhập' }))
    expect(await screen.findByText('Sai dòng 2')).toBeVisible()
    expect(sent).toHaveLength(1)
  })
})
