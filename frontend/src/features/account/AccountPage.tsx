import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Me } from '@/api/models'
import { Card } from '@/components/Card'
import { LinkButton } from '@/components/LinkButton'
import { PageHeader } from '@/components/PageHeader'
import { SampleMark } from '@/components/SampleMark'
import { PageSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { meQuery } from '@/lib/me'

import classes from './AccountPage.module.css'
import { Grants } from './Grants'
import { Identities } from './Identities'
import { Passkeys } from './Passkeys'
import { PasswordForm } from './PasswordForm'
import { Preferences } from './Preferences'
import { SecondFactor } from './SecondFactor'
import { Sessions } from './Sessions'

export function AccountPage() {
  const query = useQuery(meQuery())
  return (
    <QueryView page query={query} skeleton={<PageSkeleton />}>
      {(me) => <Account me={me} />}
    </QueryView>
  )
}

function Account({ me }: { me: Me }) {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader
        title={t('account.title')}
        actions={
          <>
            {me.permissions.includes('batch:read') && (
              <LinkButton variant="default" to="/batches">
                {t('nav.batches')}
              </LinkButton>
            )}
            <LinkButton variant="default" to="/jobs">
              {t('nav.jobs')}
            </LinkButton>
          </>
        }
      >
        {me.user && (
          <>
            <span>{me.user.name}</span>
            <span>{t('account.username', { username: me.user.username })}</span>
            {me.user.sample && <SampleMark />}
          </>
        )}
      </PageHeader>
      <div className={classes.columns}>
        <div className={classes.stack}>
          <Card title={t('account.grants')}>
            <Grants grants={me.grants} />
          </Card>
          <Card title={t('account.sessions')}>
            <Sessions />
          </Card>
          <Card title={t('passkey.title')}>
            <Passkeys />
          </Card>
          <Card title={t('factor.title')}>
            <SecondFactor />
          </Card>
          <Identities />
        </div>
        <div className={classes.stack}>
          <Card title={t('account.preferences')}>
            <Preferences />
          </Card>
          <Card title={t('account.password')}>
            <PasswordForm username={me.user?.username ?? ''} />
          </Card>
        </div>
      </div>
    </>
  )
}
