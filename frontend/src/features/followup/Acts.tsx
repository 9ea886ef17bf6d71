import { Button, Textarea } from '@mantine/core'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { DayInput } from '@/components/DayInput'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'

import type { Said } from './api'
import classes from './Followup.module.css'

export interface Act<A extends string> {
  act: A
  /** On the button that begins it, and on the one that sends it. */
  label: string
  /** What is to be written. */
  asks: string
  /** It can be done without a word. */
  wordless?: boolean
  /** A new day is given with it. */
  dated?: boolean
}

interface ActsProps<A extends string> {
  /** Names what is typed in this tab. */
  id: string
  acts: readonly Act<A>[]
  busy: boolean
  error: Error | null
  onSend: (act: A, said: Said, done: () => void) => void
  /** What else belongs to an act, below its words. */
  more?: (act: A) => ReactNode
}

const NOTHING_SAID: Said = { text: '', due_on: '' }

/** What the reader may do with a record now; each act unfolds to what it asks for. */
export function Acts<A extends string>({ id, acts, busy, error, onSend, more }: ActsProps<A>) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<A | null>(null)
  const draft = useDraft<Said>(`followup.${id}`, NOTHING_SAID)
  const { text, due_on: day } = draft.values
  const current = acts.find(({ act }) => act === chosen)
  if (acts.length === 0) return null
  if (!current) {
    return (
      <div className={classes.acts}>
        {acts.map(({ act, label }, index) => (
          <Button key={act} variant={index === 0 ? 'filled' : 'default'} onClick={() => setChosen(act)}>
            {label}
          </Button>
        ))}
      </div>
    )
  }
  const ready = (current.wordless === true || text.trim() !== '') && (!current.dated || day !== '')
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!current || !ready) return
    onSend(current.act, { text: text.trim(), due_on: day }, () => {
      draft.clear()
      setChosen(null)
    })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <Textarea
        label={current.asks}
        rows={4}
        value={text}
        onChange={(event) => draft.set('text', event.currentTarget.value)}
      />
      {current.dated && (
        <DayInput
          label={t('clarify.due')}
          required
          value={day || null}
          onChange={(value) => draft.set('due_on', value ?? '')}
        />
      )}
      {more?.(current.act)}
      <ProblemNotice error={error} />
      <div className={classes.acts}>
        <Button type="submit" loading={busy} disabled={!ready}>
          {current.label}
        </Button>
        <Button variant="default" onClick={() => setChosen(null)}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
