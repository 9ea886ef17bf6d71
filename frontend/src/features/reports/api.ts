import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'

import type { Regime, Report, ReportFigure, Round } from '@/api/models'
import type { components } from '@/api/schema'
import type { DocumentFormat } from '@/components/DocumentMenu'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'
import { owedChanged } from '@/lib/owed'
import { fileNameOf, saveFile } from '@/lib/saveFile'

export const REPORT_STATUSES = ['draft', 'sent', 'returned', 'received'] as const satisfies readonly Report['status'][]
export const ROUND_STATUSES = ['open', 'closed'] as const satisfies readonly Round['status'][]

export interface RoundFilters {
  /** Of one regime, by id. */
  regime?: string | undefined
  status?: Round['status'] | undefined
}

export interface ReportFilters {
  q?: string | undefined
  under?: string | undefined
  status?: Report['status'] | undefined
  overdue?: true | undefined
  /** Only those that wait for the reader with figures missing or unusual. */
  flawed?: true | undefined
}

/** How many reports wait for the reader: those that lack nothing, and the others. */
export interface Waiting {
  clean: number
  flawed: number
}

export const reportKeys = {
  all: ['reports'] as const,
  regimes: () => [...reportKeys.all, 'regimes'] as const,
  regime: (id: string) => [...reportKeys.all, 'regime', id] as const,
  rounds: (filters: RoundFilters) => [...reportKeys.all, 'rounds', filters] as const,
  round: (id: string) => [...reportKeys.all, 'round', id] as const,
  completeness: (id: string) => [...reportKeys.all, 'completeness', id] as const,
  list: (round: string, filters: ReportFilters) => [...reportKeys.all, 'list', round, filters] as const,
  waiting: (round: string, filters: ReportFilters) => [...reportKeys.all, 'waiting', round, filters] as const,
  report: (id: string) => [...reportKeys.all, 'report', id] as const,
  /** Apart: a text that is saved changes nothing of what the units below reported. */
  compilation: (id: string, status: Report['status']) => ['compilations', id, status] as const,
  changedBelow: (id: string, status: Report['status']) => ['compilations', id, status, 'changed'] as const,
}

const PAGE = 50

interface Pages<T> {
  pages: { items: T[]; total?: number | null | undefined }[]
}

const together = <T>({ pages }: Pages<T>) => ({
  items: pages.flatMap((page) => page.items),
  total: pages[0]?.total ?? null,
})

/** As many as one department has by far. */
const MOST_REGIMES = 200

export const regimesQuery = () =>
  queryOptions({
    queryKey: reportKeys.regimes(),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/reporting-regimes', { params: { query: { limit: MOST_REGIMES } }, signal })),
  })

export const regimeQuery = (id: string) =>
  queryOptions({
    queryKey: reportKeys.regime(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/reporting-regimes/{regime_id}', { params: { path: { regime_id: id } }, signal })),
  })

export const roundListQuery = (filters: RoundFilters) =>
  infiniteQueryOptions({
    queryKey: reportKeys.rounds(filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/reporting-rounds', { params: { query: { ...filters, limit: PAGE, cursor: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: together<Round>,
    placeholderData: keepPreviousData,
  })

export const roundQuery = (id: string) =>
  queryOptions({
    queryKey: reportKeys.round(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/reporting-rounds/{round_id}', { params: { path: { round_id: id } }, signal })),
  })

export const completenessQuery = (id: string) =>
  queryOptions({
    queryKey: reportKeys.completeness(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/reporting-rounds/{round_id}/completeness', { params: { path: { round_id: id } }, signal })),
  })

const FLAWED = { receivable: true, clean: false } as const

export const reportListQuery = (round: string, { flawed, ...filters }: ReportFilters) =>
  infiniteQueryOptions({
    queryKey: reportKeys.list(round, { ...filters, flawed }),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/reports', {
          params: { query: { ...filters, ...(flawed && FLAWED), round, sort: 'unit', limit: PAGE, cursor: pageParam, include: 'total' } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: together<Report>,
    placeholderData: keepPreviousData,
  })

/** As a list is narrowed by unit: what the act on it reaches. */
export const waitingQuery = (round: string, { under, q }: ReportFilters) =>
  queryOptions({
    queryKey: reportKeys.waiting(round, { under, q }),
    queryFn: async ({ signal }): Promise<Waiting> => {
      const many = async (clean: boolean) => {
        const query = { round, under, q, receivable: true, clean, limit: 1, include: 'total' as const }
        return (await unwrap(api.GET('/api/v1/reports', { params: { query }, signal }))).total ?? 0
      }
      const [clean, flawed] = await Promise.all([many(true), many(false)])
      return { clean, flawed }
    },
    placeholderData: keepPreviousData,
  })

export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: reportKeys.report(id),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/reports/{report_id}', { params: { path: { report_id: id } }, signal })),
  })

/** How long what a report merges is taken for new, milliseconds. */
const MERGED_FOR = 60_000

export const compilationQuery = ({ id, status }: Pick<Report, 'id' | 'status'>) =>
  queryOptions({
    queryKey: reportKeys.compilation(id, status),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/reports/{report_id}/compilation', { params: { path: { report_id: id } }, signal })),
    staleTime: MERGED_FOR,
  })

export const changedBelowQuery = ({ id, status }: Pick<Report, 'id' | 'status'>) =>
  queryOptions({
    queryKey: reportKeys.changedBelow(id, status),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/reports/{report_id}/changes-below', { params: { path: { report_id: id } }, signal })),
    staleTime: MERGED_FOR,
    // A page that shows what changed is none the worse where that cannot be read.
    retry: false,
  })

/** Has the report compiled and drawn in the background. */
export function useDrawReport(id: string) {
  return useMutation({
    mutationFn: (format: DocumentFormat) =>
      unwrap(api.POST('/api/v1/reports/{report_id}/document', { params: { path: { report_id: id } }, body: { format } })),
  })
}

/** Hands the report over as a paper. */
export function useDownloadReport(id: string) {
  return useMutation({
    mutationFn: async (format: DocumentFormat) => {
      const answer = api.GET('/api/v1/reports/{report_id}/document', {
        params: { path: { report_id: id }, query: { format } },
        parseAs: 'blob',
      })
      const file = await unwrap<Blob>(answer)
      const { response } = await answer
      saveFile(file, fileNameOf(response, `report.${format}`))
    },
  })
}

/** After any act, refused or not, everything read of reports may be old. */
function useRefresh() {
  const client = useQueryClient()
  return () => Promise.all([client.invalidateQueries({ queryKey: reportKeys.all }), owedChanged(client)])
}

/** A report, and the version of it that was read. */
export interface Read {
  id: string
  version: number
}

const of = ({ id, version }: Read) => ({ path: { report_id: id }, header: ifMatch(version) })

export function useSave(report: Read) {
  return useMutation({
    mutationFn: (sections: Record<string, string>) =>
      unwrap(api.PATCH('/api/v1/reports/{report_id}', { params: of(report), body: { sections } })),
    onSettled: useRefresh(),
  })
}

export function useSend(report: Read) {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/reports/{report_id}/send', { params: of(report) })),
    onSettled: useRefresh(),
  })
}

export function useReceive(report: Read) {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/reports/{report_id}/receive', { params: of(report) })),
    onSettled: useRefresh(),
  })
}

export interface LineReason {
  line: string
  reason: string
}

export function useReturn(report: Read) {
  return useMutation({
    mutationFn: (lines: LineReason[]) =>
      unwrap(api.POST('/api/v1/reports/{report_id}/return', { params: of(report), body: { lines } })),
    onSettled: useRefresh(),
  })
}

export function useCorrect(report: Read) {
  return useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/api/v1/reports/{report_id}/correct', { params: of(report), body: { reason } })),
    onSettled: useRefresh(),
  })
}

/** Reports of a round that wait for the reader: of a unit and all below it, of those that stand under one, for one. */
export interface Narrowed {
  round: string
  under?: string | undefined
  group?: string | undefined
  to?: string | undefined
  q?: string | undefined
}

/** Which reports are received at once: those named, or all that are clean. */
export type ManyReports = { ids: string[] } | Narrowed

export function useReceiveMany() {
  return useMutation({
    mutationFn: (which: ManyReports) =>
      unwrap(
        api.POST('/api/v1/reports/receive', {
          body: 'ids' in which ? which : { filter: { ...which, clean: true } },
        }),
      ),
    onSettled: useRefresh(),
  })
}

/** A figure as typed: the server reads numbers as people write them. */
export interface TypedFigure {
  answer: 'given' | 'not_applicable' | 'nothing_arose'
  numerator: string
  denominator: string
  value: string
  yes: '' | 'yes' | 'no'
  note: string
}

const typed = (text: string) => (text.trim() === '' ? null : text.trim())

export function usePutFigure(unit: string, figure: ReportFigure) {
  return useMutation({
    mutationFn: (given: TypedFigure) =>
      unwrap(
        api.PUT('/api/v1/indicator-values', {
          body: {
            indicator: figure.indicator.id,
            unit,
            period: figure.period,
            answer: given.answer,
            numerator: typed(given.numerator),
            denominator: typed(given.denominator),
            value: typed(given.value),
            yes: given.yes === '' ? null : given.yes === 'yes',
            note: typed(given.note),
          },
        }),
      ),
    onSettled: useRefresh(),
  })
}

export function useChangeRegime({ id, version }: Regime) {
  return useMutation({
    mutationFn: (body: Pick<components['schemas']['RegimePatch'], 'cadence' | 'steps'>) =>
      unwrap(
        api.PATCH('/api/v1/reporting-regimes/{regime_id}', {
          params: { path: { regime_id: id }, header: ifMatch(version) },
          body,
        }),
      ),
    onSettled: useRefresh(),
  })
}

/** A round opened by hand. */
export function useOpenRound() {
  return useMutation({
    mutationFn: (body: components['schemas']['RoundIn']) => unwrap(api.POST('/api/v1/reporting-rounds', { body })),
    onSettled: useRefresh(),
  })
}

/** What is opened by hand opens at once, and takes what comes late for a month. */
const BY_HAND = { opens_days: 0, closes_days: 30 }

/** What is reported once, outside what plans ask for. */
export interface AdHoc {
  title: string
  audience: { id: string; name: string }
  /** The last day, `YYYY-MM-DD`. */
  due: string
}

/** Asks for it and opens its round; asked again after the round was refused, it goes on with what was made. */
export function useAskAdHoc() {
  const made = useRef<string | null>(null)
  return useMutation({
    mutationFn: async ({ title, audience, due }: AdHoc) => {
      const who = [{ printed_name: audience.name, audience: audience.id }]
      const asked = { title, cadence: 'ad_hoc' as const, steps: [{ who, to: [] }], ...BY_HAND }
      made.current ??= (await unwrap(api.POST('/api/v1/reporting-regimes', { body: asked }))).id
      const body = { regime: made.current, period: due.slice(0, 'YYYY-MM'.length), due_on: due }
      return unwrap(api.POST('/api/v1/reporting-rounds', { body }))
    },
    onSettled: useRefresh(),
  })
}

export type Extension = components['schemas']['ExtensionIn']

/** More time for those of a round who have not sent. */
export function useExtend(round: string) {
  return useMutation({
    mutationFn: (body: Extension) =>
      unwrap(
        api.POST('/api/v1/reporting-rounds/{round_id}/extensions', { params: { path: { round_id: round } }, body }),
      ),
    onSettled: useRefresh(),
  })
}
