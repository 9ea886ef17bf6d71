import type { QueryClient } from '@tanstack/react-query'

/** Where what the reader owes is kept, whichever feature it comes from. */
export const OWED = ['work'] as const

/** After something was answered or sent, the list of what is owed may be old. */
export const owedChanged = (client: QueryClient) => client.invalidateQueries({ queryKey: OWED })
