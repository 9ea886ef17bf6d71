import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { LanguageSwitch } from '@/components/LanguageSwitch'
import { Logo } from '@/components/Logo'
import { PageParts } from '@/components/PageParts'
import { SchemeSwitch } from '@/components/SchemeSwitch'
import { SearchBox } from '@/components/SearchBox'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useDocumentTitle } from '@/hooks/useDocumentTitle'

import { documentQuery } from './api'
import { type ApiDocument, type Section, sectionsOf } from './document'
import { type Guide, guideAt, GUIDES } from './guides'
import { GuideView } from './GuideView'
import { OperationView } from './OperationView'
import classes from './ReferencePage.module.css'

/** How other systems connect, and the API as this server speaks it: from our own files alone. */
export function ReferencePage() {
  const { t } = useTranslation()
  const guide = guideAt(location.pathname)
  useDocumentTitle(guide ? t(`reference.guide.${guide}`) : t('reference.title'))
  return (
    <>
      <header className={classes.bar}>
        <Logo />
        <a href="/" className={classes.home}>
          {t('product.name')}
        </a>
        <div className={classes.tools}>
          <LanguageSwitch />
          <SchemeSwitch />
        </div>
      </header>
      <main id="main" className={classes.main}>
        <Parts guide={guide} />
        {guide ? <GuideView guide={guide} /> : <Operations />}
      </main>
    </>
  )
}

/** The reference and the guides; each is a page of its own. */
function Parts({ guide }: { guide: Guide | undefined }) {
  const { t } = useTranslation()
  return (
    <div className={classes.parts}>
      <PageParts label={t('reference.parts')}>
        <a href="/api/docs" aria-current={guide ? undefined : 'page'}>
          {t('reference.operations')}
        </a>
        {GUIDES.map((each) => (
          <a key={each} href={`/api/docs/${each}`} aria-current={each === guide ? 'page' : undefined}>
            {t(`reference.guide.${each}`)}
          </a>
        ))}
      </PageParts>
    </div>
  )
}

function Operations() {
  const query = useQuery(documentQuery())
  return (
    <QueryView page query={query} skeleton={<RowsSkeleton />}>
      {(document) => <Reference document={document} />}
    </QueryView>
  )
}

function Reference({ document }: { document: ApiDocument }) {
  const { t } = useTranslation()
  const [words, setWords] = useState<string>()
  const sections = sectionsOf(document, words ?? '')
  return (
    <>
      <h1 className={classes.title}>{t('reference.title')}</h1>
      <p className={classes.lead} lang="en">
        {document.info.description}
      </p>
      <p className={classes.lead}>
        <a href="/api/v1/openapi.json">{t('reference.document', { version: document.info.version })}</a>
      </p>
      <div className={classes.search}>
        <SearchBox
          label={t('reference.search')}
          placeholder={t('reference.searchPlaceholder')}
          value={words}
          onChange={setWords}
        />
      </div>
      {sections.length === 0 && (
        <EmptyPanel title={t('reference.nothing.title')} text={t('reference.nothing.text')} />
      )}
      {sections.map((section) => (
        <SectionView key={section.tag} section={section} document={document} />
      ))}
    </>
  )
}

function SectionView({ section, document }: { section: Section; document: ApiDocument }) {
  return (
    <section lang="en">
      <h2 className={classes.tag}>{section.tag}</h2>
      <div className={classes.calls}>
        {section.calls.map((call) => (
          <OperationView key={call.operation.operationId} call={call} document={document} />
        ))}
      </div>
    </section>
  )
}
