import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { LinkButton } from '@/components/LinkButton'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'

import { sharedQuery, useForgetShared } from './api'
import classes from './Evidence.module.css'

/** Where the share sheet leads: what came, and where it is sent from. */
export function SharedPage() {
  const { t } = useTranslation()
  const query = useQuery(sharedQuery())
  const forget = useForgetShared()
  return (
    <>
      <PageHeader title={t('evidence.shared.title')} />
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={(files) => files.length === 0}
        empty={
          <>
            <p className={classes.soft}>{t('evidence.shared.none')}</p>
            <div className={classes.choices}>
              <LinkButton to="/work" variant="default">
                {t('evidence.shared.toWork')}
              </LinkButton>
            </div>
          </>
        }
      >
        {(files) => (
          <Card title={t('evidence.shared.waiting', { count: files.length })}>
            <ul className={classes.plain} aria-label={t('evidence.shared.title')}>
              {files.map((file, number) => (
                <li key={number} className={classes.name}>
                  {file.name}
                </li>
              ))}
            </ul>
            <p className={classes.soft}>{t('evidence.shared.how')}</p>
            <div className={classes.choices}>
              <LinkButton to="/work">{t('evidence.shared.toWork')}</LinkButton>
              <LinkButton to="/asked" variant="default">
                {t('evidence.shared.toQuestions')}
              </LinkButton>
              <Button variant="subtle" onClick={() => forget.mutate()}>
                {t('evidence.shared.drop')}
              </Button>
            </div>
          </Card>
        )}
      </QueryView>
    </>
  )
}
