import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { AskedForm, AskedReport, Question } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'
import { owedChanged } from '@/lib/owed'

import { type Fault, figuresOf, type Kept, rowOf, typedOf } from './answers'

/** Whose questions, and of which period; by default the reader’s own, and the period of the report due first. */
export interface AskedOf {
  unit?: string | undefined
  period?: string | undefined
}

export const askedKeys = {
  all: ['asked'] as const,
  form: (of: AskedOf) => [...askedKeys.all, of] as const,
}

export const askedQuery = (of: AskedOf) =>
  queryOptions({
    queryKey: askedKeys.form(of),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/asked', { params: { query: of }, signal })),
    placeholderData: keepPreviousData,
  })

/** After anything said, refused or not, what was read may be old. */
export function useRefresh() {
  const client = useQueryClient()
  return () => Promise.all([client.invalidateQueries({ queryKey: askedKeys.all }), owedChanged(client)])
}

/** An answer and the question it is to. */
export interface Answering {
  key: string
  question: Question
  kept: Kept
}

/** The row and the field of `/2/numerator`. */
function placeOf(pointer: string): { row: number; field: string } {
  const [, row = '0', field = ''] = pointer.split('/')
  return { row: Number(row), field }
}

/** Sends answers in one request; what is wrong with each, by card. Those that are not named are in. */
export async function sendAnswers(unit: AskedForm['unit'], answers: readonly Answering[]): Promise<Map<string, Fault[]>> {
  const rows = answers.map(({ question, kept }) => rowOf(unit, question, kept))
  const { errors } = await unwrap(
    api.POST('/api/v1/indicator-values/bulk', { params: { query: { mode: 'partial' } }, body: rows }),
  )
  const faults = new Map<string, Fault[]>()
  for (const { pointer, code, message } of errors) {
    const { row, field } = placeOf(pointer)
    const key = answers[row]?.key
    if (key !== undefined) faults.set(key, [...(faults.get(key) ?? []), { field, code, message }])
  }
  return faults
}

/** Says of a figure from elsewhere that it is right, or wrong and which is right. */
export function sendWord({ question, kept }: Answering): Promise<unknown> {
  const params = { path: { value_id: question.present?.id ?? '' } }
  if (kept.said === 'confirm') return unwrap(api.POST('/api/v1/indicator-values/{value_id}/confirm', { params }))
  const typed = typedOf(question, kept)
  const body = { answer: 'given' as const, ...figuresOf(question, typed), reason: typed.reason.trim() }
  return unwrap(api.POST('/api/v1/indicator-values/{value_id}/dispute', { params, body }))
}

/** Sends the unit’s reports of the period, each with its receipt. */
export function useSendReports() {
  return useMutation({
    mutationFn: async (reports: readonly AskedReport[]) => {
      for (const { id, version } of reports) {
        await unwrap(
          api.POST('/api/v1/reports/{report_id}/send', { params: { path: { report_id: id }, header: ifMatch(version) } }),
        )
      }
    },
    onSettled: useRefresh(),
  })
}

/** Says what stands in the way, to the unit above. */
export function useRaise({ unit, reports }: Pick<AskedForm, 'unit' | 'reports'>) {
  // It goes up with the report of the period, where one is still to be sent.
  const report = reports.find(({ status }) => status === 'draft' || status === 'returned')
  return useMutation({
    mutationFn: ({ text, indicator }: { text: string; indicator: string }) =>
      unwrap(
        api.POST('/api/v1/difficulties', {
          body: {
            unit: unit.id,
            title: text.slice(0, LONGEST_TITLE),
            text,
            indicator: indicator === '' ? null : indicator,
            report_id: report?.id ?? null,
          },
        }),
      ),
  })
}

const LONGEST_TITLE = 200
