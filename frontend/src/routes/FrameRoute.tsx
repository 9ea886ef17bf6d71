import {
  IconChartBar,
  IconChecklist,
  IconClipboardCheck,
  IconFileText,
  IconHistory,
  IconLayoutDashboard,
  IconLayoutKanban,
  IconMessageExclamation,
  IconPaperclip,
  IconPlugConnected,
  IconProgressCheck,
  IconReport,
  IconSitemap,
  IconTarget,
  IconUserCircle,
  IconUserPlus,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'

import type { Me } from '@/api/models'
import { AppFrame, MoreParts } from '@/components/AppFrame'
import { PersonalDataNotice } from '@/components/PersonalDataNotice'
import { PageSkeleton } from '@/components/Skeletons'
import { Waiting } from '@/features/followup/Waiting'
import { Bell } from '@/features/notifications/Bell'
import { Sender } from '@/features/work/Sender'
import { session } from '@/lib/browserSession'
import { meQuery } from '@/lib/me'
import { farewellAddress } from '@/lib/providers'
import { forgetShared } from '@/lib/shared'

/** Few ever see it. */
const ConfinedPage = lazy(() =>
  import('@/features/account/ConfinedPage').then((found) => ({ default: found.ConfinedPage })),
)

export function FrameRoute() {
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery())
  async function signOut() {
    const provider = me?.session?.provider
    await session.signOut()
    await forgetShared()
    // Whoever sits down here next must not be signed in by the provider as the one before.
    if (provider) globalThis.location.assign(farewellAddress(provider))
    else await navigate({ to: '/sign-in' })
  }
  if (me?.confined) {
    return (
      <AppFrame
        organisation={<Organisation me={me} />}
        bell={null}
        account={me.user?.name}
        navigation={null}
        onSignOut={() => void signOut()}
      >
        <Suspense fallback={<PageSkeleton />}>
          <ConfinedPage />
        </Suspense>
      </AppFrame>
    )
  }
  return (
    <AppFrame
      organisation={<Organisation me={me} />}
      bell={me?.user && <Bell />}
      account={<AccountLink me={me} />}
      navigation={<Navigation me={me} />}
      onSignOut={() => void signOut()}
    >
      <Sender />
      <PersonalDataNotice />
      <Outlet />
    </AppFrame>
  )
}

/** The unit that the reader acts for first. */
function Organisation({ me }: { me: Me | undefined }) {
  return <>{me?.grants[0]?.unit.name}</>
}

function AccountLink({ me }: { me: Me | undefined }) {
  const { t } = useTranslation()
  return <Link to="/account">{me?.user?.name ?? t('nav.account')}</Link>
}

const PARTS = [
  { to: '/dashboard', name: 'dashboard', Icon: IconLayoutDashboard },
  { to: '/work', name: 'work', Icon: IconClipboardCheck },
  { to: '/assignments', name: 'assignments', Icon: IconLayoutKanban },
  { to: '/reporting-rounds', name: 'reports', Icon: IconReport },
  { to: '/difficulties', name: 'difficulties', Icon: IconMessageExclamation },
  { to: '/figures', name: 'figures', Icon: IconChartBar },
  { to: '/evidence', name: 'evidence', Icon: IconPaperclip },
  { to: '/plans', name: 'plans', Icon: IconFileText },
  { to: '/tasks', name: 'tasks', Icon: IconChecklist },
  { to: '/targets', name: 'targets', Icon: IconTarget },
  { to: '/units', name: 'units', Icon: IconSitemap },
  { to: '/invitations', name: 'invitations', Icon: IconUserPlus },
  { to: '/users', name: 'users', Icon: IconUsers },
  { to: '/clients', name: 'connections', Icon: IconPlugConnected },
  { to: '/jobs', name: 'jobs', Icon: IconProgressCheck },
  { to: '/audit', name: 'audit', Icon: IconHistory },
  { to: '/account', name: 'account', Icon: IconUserCircle },
] as const

type Part = (typeof PARTS)[number]
type PartName = Part['name']

const SCHOOLS = new Set(['school_head', 'school_officer'])

/** A school comes for the few things it owes; the parts for those who look after others are not put before it. */
const OF_SCHOOLS: readonly PartName[] = ['work', 'reports', 'figures', 'evidence', 'difficulties', 'plans', 'units', 'account']

/** An administrator looks after units and accounts and sees no work. */
const OF_ADMINISTRATORS: readonly PartName[] = [
  'units',
  'invitations',
  'users',
  'audit',
  'connections',
  'jobs',
  'plans',
  'tasks',
  'targets',
  'account',
]

/** Parts for those alone who may; who follows a job of theirs finds it by their account. */
const FOR_SOME = {
  invitations: 'invitation:write',
  users: 'user:read',
  connections: 'client:read',
  jobs: 'system_job:read',
  audit: 'audit:read',
} as const

/** What a phone has room for below the page; the rest folds away. */
const UNDER_THE_THUMB = 4

const inOrder = (names: readonly PartName[]) => names.flatMap((wanted) => PARTS.filter(({ name }) => name === wanted))

function partsOf(me: Me | undefined): readonly Part[] {
  const grants = me?.grants ?? []
  const only = (roles: (role: string) => boolean) => grants.length > 0 && grants.every(({ role }) => roles(role))
  if (only((role) => SCHOOLS.has(role))) return PARTS.filter(({ name }) => OF_SCHOOLS.includes(name))
  if (only((role) => role === 'admin')) return inOrder(OF_ADMINISTRATORS)
  return PARTS.filter(({ name }) => !(name in FOR_SOME) || me?.permissions.includes(FOR_SOME[name as keyof typeof FOR_SOME]))
}

function Navigation({ me }: { me: Me | undefined }) {
  const parts = partsOf(me)
  if (parts.length <= UNDER_THE_THUMB + 1) return <PartLinks parts={parts} />
  return (
    <>
      <PartLinks parts={parts.slice(0, UNDER_THE_THUMB)} />
      <MoreParts>
        <PartLinks parts={parts.slice(UNDER_THE_THUMB)} />
      </MoreParts>
    </>
  )
}

function PartLinks({ parts }: { parts: readonly Part[] }) {
  const { t } = useTranslation()
  return parts.map(({ to, name, Icon }) => (
    <Link key={to} to={to} activeOptions={{ includeSearch: false }}>
      <Icon size={20} aria-hidden="true" />
      {t(`nav.${name}`)}
      {name === 'difficulties' && <Waiting />}
    </Link>
  ))
}
