import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { DangerButton } from '@/components/DangerButton'
import { Facts } from '@/components/Facts'
import { Notice, ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { SampleMark } from '@/components/SampleMark'
import { RowsSkeleton } from '@/components/Skeletons'
import { UnitName } from '@/components/UnitName'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'

import { type Person, personQuery, useSwitchPerson } from './api'
import classes from './People.module.css'
import { PersonState } from './PersonState'
import { Ways } from './Ways'

/** One account: how it is used, by what it is signed in to; and a way to close it or open it again. */
export function PersonPage({ userId }: { userId: string }) {
  const query = useQuery(personQuery(userId))
  const may = useMay('user:write')
  return (
    <QueryView query={query} page skeleton={<RowsSkeleton />}>
      {(person) => (
        <div className={classes.stack}>
          <Head person={person} />
          <Ways person={person} may={may} />
          {may && <Running person={person} />}
        </div>
      )}
    </QueryView>
  )
}

function Head({ person }: { person: Person }) {
  const { t } = useTranslation()
  const format = useFormat()
  const used = person.last_used_on
  return (
    <>
      <PageHeader title={person.name} over={<Link to="/users">{t('people.title')}</Link>}>
        <PersonState person={person} />
        {person.sample && <SampleMark />}
      </PageHeader>
      <Facts
        columns
        facts={[
          { label: t('signIn.username'), value: person.username },
          { label: t('people.column.unit'), value: <UnitName unit={person.unit} /> },
          { label: t('people.email'), value: person.email ?? t('people.noEmail') },
          { label: t('people.column.used'), value: used ? format.date(used) : t('people.never') },
        ]}
      />
    </>
  )
}

/** Whether the account may be used at all. */
function Running({ person }: { person: Person }) {
  const { t } = useTranslation()
  const change = useSwitchPerson(person)
  const [asking, setAsking] = useState(false)
  const close = () => change.mutate(true, { onSuccess: () => setAsking(false) })
  return (
    <Card title={t('people.running')}>
      <div className={classes.stack}>
        <ProblemNotice error={change.error} />
        {person.disabled && <p>{t('people.openHint')}</p>}
        {asking && !person.disabled && <Notice tone="warn">{t('people.closeHint')}</Notice>}
        <div className={classes.row}>
          {person.disabled ? (
            <Button loading={change.isPending} onClick={() => change.mutate(false)}>
              {t('people.open')}
            </Button>
          ) : asking ? (
            <>
              <DangerButton loading={change.isPending} onClick={close}>
                {t('people.closeNow')}
              </DangerButton>
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('action.cancel')}
              </Button>
            </>
          ) : (
            <Button variant="default" onClick={() => setAsking(true)}>
              {t('people.close')}
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}
