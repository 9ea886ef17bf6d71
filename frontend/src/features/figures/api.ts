import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Confirmation } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { fileNameOf, saveFile } from '@/lib/saveFile'

export const CONFIRMATION_STATUSES = [
  'disputed',
  'settled_for_unit',
  'settled_for_source',
  'confirmed',
] as const satisfies readonly Confirmation['status'][]

/** Whose questions, and of which period; by default the reader’s own, and the periods that run. */
export interface FormOf {
  unit?: string | undefined
  period?: string | undefined
}

export interface DisputeFilters {
  status?: Confirmation['status'] | undefined
}

export const figureKeys = {
  all: ['figures'] as const,
  form: (of: FormOf) => [...figureKeys.all, 'form', of] as const,
  disputes: (filters: DisputeFilters) => [...figureKeys.all, 'disputes', filters] as const,
}

const PAGE = 50

/** What a unit is asked for, with what is known already. */
export const formQuery = (of: FormOf) =>
  queryOptions({
    queryKey: figureKeys.form(of),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/indicator-values/expected', { params: { query: of }, signal })),
    placeholderData: keepPreviousData,
  })

/** What units said of figures from elsewhere; disputes that are open unless said otherwise. */
export const disputeListQuery = ({ status = 'disputed' }: DisputeFilters) =>
  infiniteQueryOptions({
    queryKey: figureKeys.disputes({ status }),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/confirmations', {
          params: { query: { status, limit: PAGE, cursor: pageParam, include: 'total' } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({ items: pages.flatMap((page) => page.items), total: pages[0]?.total ?? null }),
    placeholderData: keepPreviousData,
  })

/** After anything said, refused or not, every figure read may be old. */
function useRefresh() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: figureKeys.all })
}

/** Says that a figure is right. */
export function useConfirm(valueId: string) {
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/indicator-values/{value_id}/confirm', { params: { path: { value_id: valueId } } })),
    onSettled: useRefresh(),
  })
}

/** The unit’s own figure, as typed: the server reads numbers as people write them. */
export interface Believed {
  numerator?: string
  denominator?: string
  value?: string
  yes?: boolean
  reason: string
}

/** Says that a figure is wrong, and which is right. */
export function useDispute(valueId: string) {
  return useMutation({
    mutationFn: (body: Believed) =>
      unwrap(
        api.POST('/api/v1/indicator-values/{value_id}/dispute', {
          params: { path: { value_id: valueId } },
          body: { answer: 'given', ...body },
        }),
      ),
    onSettled: useRefresh(),
  })
}

/** Accepts the unit’s figure, or that of the other system. */
export function useSettle(confirmationId: string) {
  return useMutation({
    mutationFn: (body: { in_favour_of: 'source' | 'unit'; remark: string | null }) =>
      unwrap(
        api.POST('/api/v1/confirmations/{confirmation_id}/settle', {
          params: { path: { confirmation_id: confirmationId } },
          body,
        }),
      ),
    onSettled: useRefresh(),
  })
}

/** Has the reconciliation sheet drawn, and hands it over. */
export function useDownloadSheet(unit: string, period: string) {
  return useMutation({
    mutationFn: async (format: 'docx' | 'pdf') => {
      const answer = api.GET('/api/v1/confirmations/document', {
        params: { query: { unit, period, format } },
        parseAs: 'blob',
      })
      const file = await unwrap<Blob>(answer)
      const { response } = await answer
      saveFile(file, fileNameOf(response, `reconciliation.${format}`))
    },
  })
}

export const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Has the questions drawn as a workbook to fill in, and hands it over: of a unit, or of all units under one. */
export function useTemplate(of: FormOf & { under?: string | undefined }) {
  return useMutation({
    mutationFn: async () => {
      const answer = api.GET('/api/v1/indicator-values/template', { params: { query: of }, parseAs: 'blob' })
      const file = await unwrap<Blob>(answer)
      const { response } = await answer
      saveFile(file, fileNameOf(response, 'figures.xlsx'))
    },
  })
}

/** Sends a filled workbook: good rows are written, each bad one is named. */
export function useLoadWorkbook() {
  return useMutation({
    mutationFn: (file: File) =>
      unwrap(
        api.POST('/api/v1/indicator-values/bulk', {
          params: { query: { mode: 'partial' } },
          body: file as never,
          bodySerializer: () => file,
          headers: { 'Content-Type': WORKBOOK },
        }),
      ),
    onSettled: useRefresh(),
  })
}
