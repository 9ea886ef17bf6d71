import { Button, TextInput } from '@mantine/core'
import type { ReactNode, SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { ReportDetail, ReportFigure } from '@/api/models'
import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import { type TypedFigure, usePutFigure } from './api'
import classes from './Reports.module.css'

/** A line that proof hangs on: a figure, or a piece of work. */
export interface ProvenLine {
  type: 'assignment' | 'indicator_value'
  id: string
}

/** What was shown for a line; `writes`: whether the reader fills it in. */
export type Proof = (line: ProvenLine, writes: boolean) => ReactNode

const ANSWERS = ['given', 'not_applicable', 'nothing_arose'] as const
const COUNTED = new Set(['ratio', 'share_of_items'])

/** The figures of a report with what they should reach; the unit's own people fill in what is asked. */
export function Figures({ report, proof }: { report: ReportDetail; proof: Proof }) {
  const { t } = useTranslation()
  if (report.figures.length === 0) return <p className={classes.soft}>{t('report.noFigures')}</p>
  const fills = report.may.includes('save')
  return (
    <ul className={classes.lines}>
      {report.figures.map((figure) => (
        <li key={figure.id}>
          <p className={classes.name}>{figure.name}</p>
          <Said figure={figure} />
          {fills && figure.asked && figure.state !== 'received' && <FigureForm figure={figure} report={report} />}
          {figure.state !== null && proof({ type: 'indicator_value', id: figure.id }, fills)}
        </li>
      ))}
    </ul>
  )
}

function Said({ figure }: { figure: ReportFigure }) {
  const { t } = useTranslation()
  const period = usePeriod()
  const answered = useAnswer()
  return (
    <p className={classes.soft}>
      {period(figure.period)} · {t('report.target', { text: figure.target.text })} · {answered(figure)}
      {figure.note && ` · ${figure.note}`}
    </p>
  )
}

/** A figure in words: “42/45 (93,3 %)”, “Có”, “không áp dụng”. */
function useAnswer() {
  const { t } = useTranslation()
  const format = useFormat()
  return ({ answer, kind, numerator, denominator, value, yes, unit_of_measure: unit }: ReportFigure): string => {
    if (answer === null) return t('report.notAnswered')
    if (answer !== 'given') return t(`report.answer.${answer as 'not_applicable' | 'nothing_arose'}`)
    if (yes !== null) return t(yes ? 'report.yes' : 'report.no')
    const figure = value === null ? '' : `${format.figure(value)} ${unit}`
    if (!COUNTED.has(kind) || numerator === null || denominator === null) return figure
    return `${format.number(numerator)}/${format.number(denominator)} (${figure})`
  }
}

const asText = (number: number | null) => (number === null ? '' : String(number).replace('.', ','))

function given(figure: ReportFigure): TypedFigure {
  const { answer, numerator, denominator, value, yes, note, kind } = figure
  return {
    answer: ANSWERS.find((each) => each === answer) ?? 'given',
    numerator: asText(numerator),
    denominator: asText(denominator),
    value: COUNTED.has(kind) ? '' : asText(value),
    yes: yes === null ? '' : yes ? 'yes' : 'no',
    note: note ?? '',
  }
}

/** What must be typed before it can be sent. */
function isReady({ answer, numerator, denominator, value, yes }: TypedFigure, kind: string): boolean {
  if (answer !== 'given') return true
  if (COUNTED.has(kind)) return numerator.trim() !== '' && denominator.trim() !== ''
  return kind === 'share_of_units' ? yes !== '' : value.trim() !== ''
}

/** Only what goes with the answer: who answers “not applicable” gives no figure. */
function only(typed: TypedFigure): TypedFigure {
  return typed.answer === 'given' ? typed : { ...typed, numerator: '', denominator: '', value: '', yes: '' }
}

function FigureForm({ figure, report }: { figure: ReportFigure; report: ReportDetail }) {
  const { t } = useTranslation()
  const draft = useDraft(`report.figure.${figure.id}`, given(figure))
  const put = usePutFigure(report.unit.id, figure)
  const typed = draft.values
  function submit(event: SubmitEvent) {
    event.preventDefault()
    put.mutate(only(typed), { onSuccess: draft.clear })
  }
  return (
    <form className={classes.figure} aria-label={figure.name} onSubmit={submit}>
      <SelectInput
        label={t('report.answer.label')}
        value={typed.answer}
        options={ANSWERS.map((value) => ({ value, label: t(`report.answer.${value}`) }))}
        onChange={(answer) => draft.set('answer', answer)}
      />
      {typed.answer === 'given' && <FigureFields figure={figure} typed={typed} set={draft.set} />}
      <TextInput
        label={t('report.note')}
        value={typed.note}
        onChange={(event) => draft.set('note', event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={put.isPending} disabled={!draft.changed || !isReady(typed, figure.kind)}>
        {t('action.save')}
      </Button>
      <ProblemNotice error={put.error} />
    </form>
  )
}

interface FigureFieldsProps {
  figure: ReportFigure
  typed: TypedFigure
  set: <K extends keyof TypedFigure>(name: K, value: TypedFigure[K]) => void
}

function FigureFields({ figure, typed, set }: FigureFieldsProps) {
  const { t } = useTranslation()
  if (figure.kind === 'share_of_units') {
    const options = [
      { value: '' as const, label: t('report.choose') },
      { value: 'yes' as const, label: t('report.yes') },
      { value: 'no' as const, label: t('report.no') },
    ]
    return (
      <SelectInput label={t('report.figure')} value={typed.yes} options={options} onChange={(yes) => set('yes', yes)} />
    )
  }
  if (!COUNTED.has(figure.kind)) {
    return (
      <TextInput
        label={`${t('report.figure')} (${figure.unit_of_measure})`}
        inputMode="decimal"
        value={typed.value}
        onChange={(event) => set('value', event.currentTarget.value)}
      />
    )
  }
  return (
    <>
      <TextInput
        label={figure.numerator_label ?? t('report.part')}
        inputMode="decimal"
        value={typed.numerator}
        onChange={(event) => set('numerator', event.currentTarget.value)}
      />
      <TextInput
        label={figure.denominator_label ?? t('report.whole')}
        inputMode="decimal"
        value={typed.denominator}
        onChange={(event) => set('denominator', event.currentTarget.value)}
      />
    </>
  )
}
