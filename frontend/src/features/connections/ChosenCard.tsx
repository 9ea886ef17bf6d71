import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { ProblemNotice } from '@/components/Notice'

import classes from './Connections.module.css'

interface ChosenCardProps {
  title: string
  /** What is chosen, and how it is shown. */
  now: string[]
  shown: ReactNode
  may: boolean
  /** Where it is chosen anew. */
  choose: (chosen: string[], onChange: (chosen: string[]) => void) => ReactNode
  change: { isPending: boolean; error: Error | null }
  onSave: (chosen: string[], done: () => void) => void
}

/** What a system may do, or is told of: read, and chosen anew where it stands. */
export function ChosenCard({ title, now, shown, may, choose, change, onSave }: ChosenCardProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string[] | null>(null)
  const done = () => setChosen(null)
  if (chosen === null) {
    const edit = (
      <Button variant="default" size="compact-sm" onClick={() => setChosen(now)}>
        {t('connection.change')}
      </Button>
    )
    return (
      <Card title={title} aside={may && edit}>
        {shown}
      </Card>
    )
  }
  return (
    <Card title={title}>
      <div className={classes.form}>
        {choose(chosen, setChosen)}
        <ProblemNotice error={change.error} />
        <div className={classes.acts}>
          <Button loading={change.isPending} onClick={() => onSave(chosen, done)}>
            {t('action.save')}
          </Button>
          <Button variant="default" onClick={done}>
            {t('action.cancel')}
          </Button>
        </div>
      </div>
    </Card>
  )
}
