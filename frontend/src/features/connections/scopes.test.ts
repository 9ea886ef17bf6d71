import { describe, expect, it } from 'vitest'

import { grouped, idleScopes, rolesFor, usualFor } from './scopes'

const SCOPES = [
  { scope: 'indicator_value:read', roles: ['viewer', 'coordinator'] },
  { scope: 'indicator_value:write', roles: ['coordinator'] },
  { scope: 'unit:read', roles: ['admin', 'viewer', 'coordinator'] },
  { scope: 'user:read', roles: ['admin'] },
]

describe('what a system is allowed', () => {
  it('asks for the fewest roles, those that may least first', () => {
    expect(rolesFor(['unit:read'], SCOPES)).toEqual(['viewer'])
    expect(rolesFor(['indicator_value:read', 'indicator_value:write', 'user:read'], SCOPES)).toEqual([
      'viewer',
      'coordinator',
      'admin',
    ])
    expect(rolesFor([], SCOPES)).toEqual([])
  })

  it('is of no use where no role of the system holds it', () => {
    const client = { scopes: ['unit:read', 'indicator_value:write'], grants: [{ role: 'viewer' }] }
    expect(idleScopes(client, SCOPES)).toEqual(['indicator_value:write'])
  })

  it('follows from what the system is for, as far as the server knows it', () => {
    expect(usualFor('ioc', SCOPES)).toEqual(['indicator_value:read', 'unit:read'])
    expect(usualFor('sector', SCOPES)).toEqual(['indicator_value:read', 'indicator_value:write', 'unit:read'])
    expect(usualFor('other', SCOPES)).toEqual([])
  })

  it('is told by what it is about, reading first; what is new comes last', () => {
    expect(grouped(['later:read', 'indicator_value:write', 'indicator_value:read', 'unit:read'])).toEqual([
      { resource: 'unit', scopes: [{ scope: 'unit:read', verb: 'read' }] },
      {
        resource: 'indicator_value',
        scopes: [
          { scope: 'indicator_value:read', verb: 'read' },
          { scope: 'indicator_value:write', verb: 'write' },
        ],
      },
      { resource: 'later', scopes: [{ scope: 'later:read', verb: 'read' }] },
    ])
  })
})
