import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { PageSkeleton } from '@/components/Skeletons'
import { EmptyPanel, ErrorPanel } from '@/components/ViewState'
import { useDocumentTitle } from '@/hooks/useDocumentTitle'
import { ConnectionError } from '@/lib/problem'

/** The code of a page is still on its way. */
export function RoutePending() {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('state.loading')}>
      <PageSkeleton />
    </div>
  )
}

/** A browser says so when a part of the program did not arrive. */
const LOST_CODE = /dynamically imported module|importing a module|preload/i

/** A page that could not be drawn; its code is asked for again by loading the page anew. */
export function RouteError({ error }: ErrorComponentProps) {
  const known = error instanceof Error ? error : new Error(String(error))
  const shown = LOST_CODE.test(known.message) ? new ConnectionError(known.message) : known
  return <ErrorPanel page error={shown} onRetry={() => location.reload()} />
}

/** Within the frame, which has the landmarks. */
export function RouteNotFound() {
  const { t } = useTranslation()
  useDocumentTitle(t('error.noPage.title'))
  return (
    <EmptyPanel
      page
      title={t('error.noPage.title')}
      text={t('error.noPage.text')}
      action={<Link to="/plans">{t('error.noPage.action')}</Link>}
    />
  )
}

/** An address that belongs to no part of the product. */
export function NoSuchPage() {
  return (
    <main id="main">
      <RouteNotFound />
    </main>
  )
}
