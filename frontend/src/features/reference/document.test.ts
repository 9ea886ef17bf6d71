import { describe, expect, it } from 'vitest'

import { type ApiDocument, exampleText, partsOf, sectionsOf, typeWords } from './document'

const document: ApiDocument = {
  info: { title: 'Lộ Trình', version: '1' },
  paths: {
    '/api/v1/tasks': {
      get: { operationId: 'list_tasks', summary: 'List tasks', tags: ['tasks'], responses: {} },
      post: { operationId: 'create_task', summary: 'Create a task', tags: ['tasks'], responses: {} },
    },
    '/healthz': { get: { operationId: 'get_health', responses: {} } },
  },
  components: {
    schemas: {
      Task: { title: 'Task', properties: { group: { $ref: '#/components/schemas/Ref' } } },
      Ref: { title: 'Ref', properties: { id: { type: 'string' } } },
      Status: { enum: ['open', 'done'] },
    },
  },
}

describe('the operations', () => {
  it('stand under their tags, in the document’s order', () => {
    const sections = sectionsOf(document, '')
    expect(sections.map(({ tag, calls }) => [tag, calls.length])).toEqual([
      ['tasks', 2],
      ['other', 1],
    ])
  })

  it('are found by method, path and words', () => {
    expect(sectionsOf(document, ' POST /api/v1/tasks')[0]?.calls).toHaveLength(1)
    expect(sectionsOf(document, 'create a')[0]?.calls[0]?.operation.operationId).toBe('create_task')
    expect(sectionsOf(document, 'nothing')).toEqual([])
  })
})

describe('an example', () => {
  it('is shown as one writes it', () => {
    expect(exampleText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}')
    expect(exampleText('a,b\r\n')).toBe('a,b\r\n')
  })
})

describe('a type', () => {
  it.each([
    ['Task', { $ref: '#/components/schemas/Task' }],
    ['array of Ref', { type: 'array', items: { $ref: '#/components/schemas/Ref' } }],
    ['string (date) | null', { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] }],
    ['"open" | "done"', { enum: ['open', 'done'] }],
    ['"total"', { const: 'total' }],
    ['any', {}],
  ])('is written as %s', (words, schema) => {
    expect(typeWords(schema)).toBe(words)
  })

  it('unfolds to the objects it is made of', () => {
    const names = (schema: object) => partsOf(document, schema).map(({ name }) => name)
    const task = { $ref: '#/components/schemas/Task' }
    expect(names(task)).toEqual(['Task'])
    expect(names({ type: 'array', items: task })).toEqual(['Task'])
    expect(names({ anyOf: [task, { type: 'null' }] })).toEqual(['Task'])
    expect(names({ type: 'string' })).toEqual([])
    expect(names({ $ref: '#/components/schemas/Status' })).toEqual([])
  })
})
