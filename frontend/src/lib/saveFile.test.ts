import { describe, expect, it } from 'vitest'

import { fileNameOf } from './saveFile'

const said = (value?: string) => new Response(null, value ? { headers: { 'Content-Disposition': value } } : {})

describe('the name of a file', () => {
  it('is the Vietnamese one the server gives', () => {
    const answer = said(`attachment; filename="document.pdf"; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.pdf`)
    expect(fileNameOf(answer, 'x.pdf')).toBe('Kế hoạch.pdf')
  })

  it('is ours where the server gives none, or a broken one', () => {
    expect(fileNameOf(said(), 'x.pdf')).toBe('x.pdf')
    expect(fileNameOf(said(`attachment; filename*=UTF-8''%E1%BA`), 'x.pdf')).toBe('x.pdf')
  })
})
