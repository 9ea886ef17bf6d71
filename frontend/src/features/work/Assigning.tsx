import { Button, TextInput } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ProblemNotice } from '@/components/Notice'

import { type Change, useChangeWork } from './api'
import classes from './Quick.module.css'

/** A piece of the unit's own work, as far as one must know it to hand it to somebody. */
export interface ToAssign {
  id: string
  version: number
  person: string | null
  supervisor: string | null
}

interface AssigningProps {
  work: ToAssign
  /** Told who has it now, and how that is taken back. */
  onDone: (person: string, back: Change) => void
}

/** Says who does a piece of work and who answers for it, by name. */
export function Assigning({ work, onDone }: AssigningProps) {
  const { t } = useTranslation()
  const [writing, setWriting] = useState(false)
  const [person, setPerson] = useState(work.person ?? '')
  const [supervisor, setSupervisor] = useState(work.supervisor ?? '')
  const change = useChangeWork()
  if (!writing) {
    return (
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconUserPlus size={16} aria-hidden="true" />}
        onClick={() => setWriting(true)}
      >
        {t(`work.assign.${work.person === null ? 'give' : 'change'}`)}
      </Button>
    )
  }
  function submit(event: SubmitEvent) {
    event.preventDefault()
    const patch = { person: person.trim() || null, supervisor: supervisor.trim() || null }
    const { person: before, supervisor: above } = work
    change.mutate(
      { id: work.id, version: work.version, patch },
      {
        onSuccess: (answer) => {
          setWriting(false)
          if (answer) onDone(person.trim(), { id: work.id, version: answer.version, patch: { person: before, supervisor: above } })
        },
      },
    )
  }
  return (
    <form className={classes.form} aria-label={t('work.assign.give')} onSubmit={submit}>
      <TextInput
        label={t('work.report.person')}
        value={person}
        required
        onChange={(event) => setPerson(event.currentTarget.value)}
      />
      <TextInput
        label={t('work.report.supervisor')}
        value={supervisor}
        onChange={(event) => setSupervisor(event.currentTarget.value)}
      />
      <ProblemNotice error={change.error} />
      <div className={classes.acts}>
        <Button type="submit" loading={change.isPending}>
          {t('work.assign.do')}
        </Button>
        <Button variant="default" onClick={() => setWriting(false)}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
