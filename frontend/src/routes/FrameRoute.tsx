import { IconChecklist, IconFileText, IconSitemap, IconTarget, IconUserCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Me } from '@/api/models'
import { AppFrame } from '@/components/AppFrame'
import { session } from '@/lib/browserSession'
import { meQuery } from '@/lib/me'

export function FrameRoute() {
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery())
  async function signOut() {
    await session.signOut()
    await navigate({ to: '/sign-in' })
  }
  return (
    <AppFrame
      organisation={<Organisation me={me} />}
      account={<AccountLink me={me} />}
      navigation={<Navigation />}
      onSignOut={() => void signOut()}
    >
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
  { to: '/plans', name: 'plans', Icon: IconFileText },
  { to: '/tasks', name: 'tasks', Icon: IconChecklist },
  { to: '/targets', name: 'targets', Icon: IconTarget },
  { to: '/units', name: 'units', Icon: IconSitemap },
  { to: '/account', name: 'account', Icon: IconUserCircle },
] as const

function Navigation() {
  const { t } = useTranslation()
  return PARTS.map(({ to, name, Icon }) => (
    <Link key={to} to={to} activeOptions={{ includeSearch: false }}>
      <Icon size={20} aria-hidden="true" />
      {t(`nav.${name}`)}
    </Link>
  ))
}
