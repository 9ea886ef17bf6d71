import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Me } from '@/api/models'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { meQuery } from '@/lib/me'

import { useInvite } from './api'
import { InviteForm } from './InviteForm'
import classes from './Invitations.module.css'
import { Letters } from './Letters'
import { MadeLinks } from './MadeLinks'

/** Who lets people in. */
const LETS_IN = new Set(['admin', 'coordinator', 'commune_officer'])
const homeOf = (me: Me) => me.grants.find(({ role }) => LETS_IN.has(role))?.unit

/** Lets many units in at once: links made in one go, a page to print for each, and what became of them. */
export function InvitationsPage() {
  const { t } = useTranslation()
  const me = useQuery(meQuery())
  const invite = useInvite()
  return (
    <>
      <div className={classes.screen}>
        <PageHeader title={t('invite.title')} over={t('invite.hint')} />
      </div>
      <QueryView
        query={me}
        skeleton={<PageSkeleton />}
        isEmpty={(somebody) => homeOf(somebody) === undefined}
        empty={<EmptyPanel title={t('error.forbidden.title')} text={t('error.forbidden.text')} />}
      >
        {(somebody) => {
          const home = homeOf(somebody)
          return (
            <div className={classes.page}>
              {invite.data?.items && invite.data.items.length > 0 ? (
                <Letters letters={invite.data.items} onDone={invite.reset} />
              ) : (
                home && (
                  <InviteForm
                    home={home}
                    mayOpen={somebody.permissions.includes('user:write')}
                    invite={invite}
                  />
                )
              )}
              <MadeLinks />
            </div>
          )
        }}
      </QueryView>
    </>
  )
}
