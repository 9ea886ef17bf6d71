import { describe, expect, it } from 'vitest'

import { blocksOf, inlinesOf } from './prose'

describe('a guide', () => {
  it('is read block by block', () => {
    const blocks = blocksOf('# Tên\n\nMột đoạn\nhai dòng.\n\n## Mục\n\n```sh\ncurl x\n\n# chú thích\n```\n\n1. một\n2. hai\n   nữa')
    expect(blocks.map(({ kind }) => kind)).toEqual(['title', 'paragraph', 'heading', 'code', 'list'])
    expect(blocks[1]).toEqual({ kind: 'paragraph', inlines: [{ kind: 'text', text: 'Một đoạn hai dòng.' }] })
    expect(blocks[3]).toEqual({ kind: 'code', language: 'sh', text: 'curl x\n\n# chú thích' })
    expect(blocks[4]).toMatchObject({ ordered: true, items: [[{ text: 'một' }], [{ text: 'hai nữa' }]] })
  })

  it('has tables with a head', () => {
    expect(blocksOf('| a | `b` |\n|---|---|\n| c | d |')).toEqual([
      {
        kind: 'table',
        head: [[{ kind: 'text', text: 'a' }], [{ kind: 'code', text: 'b' }]],
        rows: [[[{ kind: 'text', text: 'c' }], [{ kind: 'text', text: 'd' }]]],
      },
    ])
  })
})

describe('a line', () => {
  it('has code, what is strong, and links', () => {
    expect(inlinesOf('Gọi `/me` **một lần**, xem [đây](/api/docs).')).toEqual([
      { kind: 'text', text: 'Gọi ' },
      { kind: 'code', text: '/me' },
      { kind: 'text', text: ' ' },
      { kind: 'strong', text: 'một lần' },
      { kind: 'text', text: ', xem ' },
      { kind: 'link', text: 'đây', href: '/api/docs' },
      { kind: 'text', text: '.' },
    ])
  })
})
