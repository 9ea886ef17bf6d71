import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { meQuery } from '@/lib/me'

import classes from './AccountPage.module.css'
import { secondFactorQuery, useShowSecondFactor } from './api'
import factor from './SecondFactor.module.css'
import { SetUpApp } from './SetUpApp'

/** All that is open to somebody who has to do something about their account first. */
export function ConfinedPage() {
  const { t } = useTranslation()
  const query = useQuery(secondFactorQuery())
  const client = useQueryClient()
  const free = () => void client.invalidateQueries({ queryKey: meQuery().queryKey })
  return (
    <QueryView page query={query} skeleton={<PageSkeleton />}>
      {({ confirmed_at }) => (
        <div className={classes.alone}>
          <PageHeader title={t('confined.before')} />
          {confirmed_at ? <Show onDone={free} /> : <SetUp onDone={free} />}
        </div>
      )}
    </QueryView>
  )
}

function SetUp({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <Card title={t('confined.title')}>
      <div className={factor.form}>
        <p>{t('confined.text')}</p>
        <SetUpApp begin={t('factor.begin')} onDone={onDone} />
      </div>
    </Card>
  )
}

function Show({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const show = useShowSecondFactor()
  const [code, setCode] = useState('')

  function submit(event: SubmitEvent) {
    event.preventDefault()
    show.mutate(code, { onSuccess: onDone })
  }
  return (
    <Card title={t('confined.showTitle')}>
      <form className={factor.form} onSubmit={submit}>
        <p>{t('confined.showText')}</p>
        <ProblemNotice error={show.error} />
        <TextInput
          label={t('confined.code')}
          autoComplete="one-time-code"
          maxLength={16}
          required
          withAsterisk={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" loading={show.isPending}>
          {t('confined.continue')}
        </Button>
      </form>
    </Card>
  )
}
