import { queryOptions } from '@tanstack/react-query'

/** Each stands at `/api/docs/<name>`; api/kit/spa.py knows the same names. */
export const GUIDES = ['ioc', 'sector-database', 'scripts'] as const
export type Guide = (typeof GUIDES)[number]

const texts = import.meta.glob<string>('/api-docs/guides/*.md', { query: '?raw', import: 'default' })

/** The guide that an address names; none for the reference itself. */
export function guideAt(path: string): Guide | undefined {
  return GUIDES.find((name) => path === `/api/docs/${name}`)
}

/** A guide in one language; it came with the page, in a file of its own. */
export const guideQuery = (guide: Guide, language: string) =>
  queryOptions({
    queryKey: ['guide', guide, language],
    queryFn: async () => {
      const load = texts[`/api-docs/guides/${guide}.${language}.md`]
      if (load === undefined) throw new Error(`no guide ${guide} in ${language}`)
      return load()
    },
    staleTime: Infinity,
  })
