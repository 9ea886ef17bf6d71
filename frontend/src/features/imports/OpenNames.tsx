import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { ImportName, PlanImport } from '@/api/models'
import { Card } from '@/components/Card'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { ProblemNotice } from '@/components/Notice'

import { useCorrect } from './api'
import classes from './Imports.module.css'

/** Names nobody is surely known by: said once who each means, for every row that prints it. */
export function OpenNames({ read }: { read: PlanImport }) {
  const { t } = useTranslation()
  const names = read.open_names
  if (names.length === 0) return null
  return (
    <Card title={t('imports.names.title', { count: names.length })}>
      <p className={classes.soft}>{t('imports.names.explained')}</p>
      <ul className={classes.names}>
        {names.map((each) => (
          <OpenName key={each.printed_name} read={read} name={each} />
        ))}
      </ul>
    </Card>
  )
}

function OpenName({ read, name: { printed_name, row_count, guess } }: { read: PlanImport; name: ImportName }) {
  const { t } = useTranslation()
  const correct = useCorrect(read)
  const mean = (who: { unit?: string | null; audience?: string | null }) =>
    correct.mutate({ kind: 'names', names: [{ printed_name, ...who }] })
  return (
    <li className={classes.name}>
      <div>
        <p className={classes.title}>{printed_name}</p>
        <p className={classes.soft}>{t('imports.names.rows', { count: row_count })}</p>
        <ProblemNotice error={correct.error} />
      </div>
      <div className={classes.choice}>
        <PartyPicker
          label={t('imports.names.is', { name: printed_name })}
          value={[]}
          onChange={([party]) => party && mean({ unit: party.unit?.id ?? null, audience: party.audience?.id ?? null })}
        />
        <div className={classes.tools}>
          {guess && (
            <Button
              variant="light"
              size="compact-sm"
              leftSection={<IconCheck size={16} aria-hidden="true" />}
              loading={correct.isPending}
              onClick={() => mean({ [guess.kind]: guess.id })}
            >
              {t('imports.names.guess', { name: guess.name })}
            </Button>
          )}
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={t('imports.names.leaveName', { name: printed_name })}
            onClick={() => mean({})}
          >
            {t('imports.names.leave')}
          </Button>
        </div>
      </div>
    </li>
  )
}
