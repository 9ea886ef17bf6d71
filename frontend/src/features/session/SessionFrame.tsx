import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { LanguageSwitch } from '@/components/LanguageSwitch'
import { Logo } from '@/components/Logo'
import { SchemeSwitch } from '@/components/SchemeSwitch'
import { useDocumentTitle } from '@/hooks/useDocumentTitle'

import { RoadMotif } from './RoadMotif'
import classes from './SignInPage.module.css'

interface SessionFrameProps {
  title: string
  children: ReactNode
}

/** What surrounds the pages of those who are not signed in yet. */
export function SessionFrame({ title, children }: SessionFrameProps) {
  const { t } = useTranslation()
  useDocumentTitle(title)
  return (
    <div className={classes.page}>
      <header className={classes.band}>
        <RoadMotif className={classes.motif} />
        <div className={classes.brand}>
          <Logo size={40} />
          <p className={classes.product}>{t('product.name')}</p>
          <p className={classes.tagline}>{t('product.tagline')}</p>
        </div>
        <div className={classes.tools}>
          <LanguageSwitch />
          <SchemeSwitch />
        </div>
      </header>
      <main id="main" className={classes.main}>
        <h1 className={classes.title}>{title}</h1>
        {children}
      </main>
    </div>
  )
}
