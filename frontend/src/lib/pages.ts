import { unwrap } from './client'

const PAGE = 200

interface Page<T> {
  items: T[]
  next_cursor: string | null
}

interface PageQuery {
  limit: number
  cursor: string | undefined
}

/** Every record of a list that is short, but may be longer than one page. */
export async function readPages<T>(
  read: (query: PageQuery) => Promise<{ data?: Page<T>; error?: unknown; response: Response }>,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page = await unwrap(read({ limit: PAGE, cursor }))
    items.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return items
}
