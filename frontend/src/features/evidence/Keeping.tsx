import { Button } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Evidence } from '@/api/models'
import { DayInput } from '@/components/DayInput'
import { ProblemNotice } from '@/components/Notice'

import { useExpiry } from './api'
import classes from './Evidence.module.css'
import { SendEvidence } from './SendEvidence'

/** What whoever sends for the unit does with a file that is there: say until when it holds, send a newer version. */
export function Keeping({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation()
  const [replacing, setReplacing] = useState(false)
  const [day, setDay] = useState(evidence.expires_on)
  const expiry = useExpiry(evidence)
  function submit(event: SubmitEvent) {
    event.preventDefault()
    expiry.mutate(day)
  }
  return (
    <>
      <form className={classes.keeping} onSubmit={submit}>
        <DayInput label={t('evidence.expires.edit')} value={day} onChange={setDay} />
        <Button type="submit" variant="default" loading={expiry.isPending} disabled={day === evidence.expires_on}>
          {t('evidence.expires.save')}
        </Button>
      </form>
      <ProblemNotice error={expiry.error} />
      <div className={classes.acts}>
        <Button variant="default" aria-expanded={replacing} onClick={() => setReplacing(!replacing)}>
          {t('evidence.versions.replace')}
        </Button>
      </div>
      {replacing && (
        <>
          <p className={classes.soft}>{t('evidence.versions.replaceHelp')}</p>
          <SendEvidence unit={evidence.unit.id} replaces={evidence.id} />
        </>
      )}
    </>
  )
}
