import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { ReportDetail } from '@/api/models'
import { Card } from '@/components/Card'
import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'

import { type LineReason, useReturn } from './api'
import { linesOf } from './lines'
import classes from './Reports.module.css'

interface ReturnFormProps {
  report: ReportDetail
  onDone: () => void
}

/** Why a report goes back, line by line; a People's Committee is asked to complete it. */
export function ReturnForm({ report, onDone }: ReturnFormProps) {
  const { t } = useTranslation()
  const lines = linesOf(report)
  const first: LineReason = { line: lines[0]?.value ?? '', reason: '' }
  const draft = useDraft(`report.return.${report.id}`, { reasons: [first] })
  const act = useReturn(report)
  const { reasons } = draft.values
  const words = t(`report.return.${report.wording}`)
  const set = (place: number, part: Partial<LineReason>) =>
    draft.set(
      'reasons',
      reasons.map((each, at) => (at === place ? { ...each, ...part } : each)),
    )
  const given = reasons.filter(({ reason }) => reason.trim() !== '')
  const unused = lines.find(({ value }) => reasons.every(({ line }) => line !== value))
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (given.length === 0) return
    const onSuccess = () => {
      draft.clear()
      onDone()
    }
    act.mutate(given, { onSuccess })
  }
  return (
    <Card title={words}>
      <form className={classes.stack} onSubmit={submit}>
        <ol className={classes.lines}>
          {reasons.map(({ line, reason }, place) => (
            <li key={place} className={classes.reason}>
              <SelectInput
                label={t('report.line')}
                value={line}
                options={lines}
                onChange={(value) => set(place, { line: value })}
              />
              <TextInput
                label={t('report.reason')}
                value={reason}
                onChange={(event) => set(place, { reason: event.currentTarget.value })}
              />
            </li>
          ))}
        </ol>
        <ProblemNotice error={act.error} />
        <div className={classes.acts}>
          <Button type="submit" loading={act.isPending} disabled={given.length === 0}>
            {words}
          </Button>
          {unused && (
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden="true" />}
              onClick={() => draft.set('reasons', [...reasons, { line: unused.value, reason: '' }])}
            >
              {t('report.anotherLine')}
            </Button>
          )}
          <Button variant="default" onClick={onDone}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
