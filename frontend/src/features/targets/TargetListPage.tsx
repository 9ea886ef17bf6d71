import { useTranslation } from 'react-i18next'

import { PageHeader } from '@/components/PageHeader'

import { TargetList, type TargetListProps } from './TargetList'

/** The targets of every plan in reach. */
export function TargetListPage(props: Omit<TargetListProps, 'plan'>) {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('target.list.title')} />
      <TargetList {...props} />
    </>
  )
}
