import { act, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { heedWarning } from '@/lib/personalData'
import { draw } from '@/test/render'

import { PersonalDataNotice } from './PersonalDataNotice'

const answer = (warning?: string) => new Response(null, { headers: warning ? { 'X-Personal-Data': warning } : {} })

describe('the warning of personal data', () => {
  it('stands until it is understood, and says what was seen', async () => {
    const { user } = draw(<PersonalDataNotice />)
    act(() => heedWarning(answer('citizen_number')))
    expect(screen.getByRole('status')).toHaveTextContent('số căn cước')
    act(() => heedWarning(answer()))
    expect(screen.getByRole('status')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Đã hiểu' }))
    expect(screen.queryByRole('status')).toBeNull()
  })
})
