import { IconLogout, IconWifiOff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useOnline } from '@/hooks/useOnline'

import classes from './AppFrame.module.css'
import { LanguageSwitch } from './LanguageSwitch'
import { Logo } from './Logo'
import { SchemeSwitch } from './SchemeSwitch'

interface AppFrameProps {
  /** The body that the reader acts for; empty until it is known. */
  organisation: ReactNode
  /** A link to the reader's own account. */
  account: ReactNode
  /** Links to the parts of the product. */
  navigation: ReactNode
  onSignOut: () => void
  children: ReactNode
}

/** What stands around every page once somebody is signed in. */
export function AppFrame(props: AppFrameProps) {
  const { organisation, account, navigation, onSignOut, children } = props
  const { t } = useTranslation()
  return (
    <div className={classes.frame}>
      <SkipLink />
      <header className={classes.bar}>
        <div className={classes.brand}>
          <Logo />
          <span className={classes.product}>{t('product.name')}</span>
        </div>
        <div className={classes.organisation}>{organisation}</div>
        <div className={classes.tools}>
          <LanguageSwitch />
          <SchemeSwitch />
          {account}
          <button
            type="button"
            className={classes.signOut}
            aria-label={t('action.signOut')}
            title={t('action.signOut')}
            onClick={onSignOut}
          >
            <IconLogout size={20} aria-hidden="true" />
          </button>
        </div>
      </header>
      <nav className={classes.rail} aria-label={t('nav.label')}>
        {navigation}
      </nav>
      <main id="main" className={classes.main} tabIndex={-1}>
        <OfflineNotice />
        {children}
      </main>
    </div>
  )
}

function SkipLink() {
  const { t } = useTranslation()
  return (
    <a href="#main" className={classes.skip}>
      {t('nav.skip')}
    </a>
  )
}

function OfflineNotice() {
  const { t } = useTranslation()
  const online = useOnline()
  return (
    <div role="status">
      {!online && (
        <p className={classes.offline}>
          <IconWifiOff size={18} aria-hidden="true" />
          {t('state.offline')}
        </p>
      )}
    </div>
  )
}
