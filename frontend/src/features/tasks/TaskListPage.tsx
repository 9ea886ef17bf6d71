import { useTranslation } from 'react-i18next'

import { PageHeader } from '@/components/PageHeader'

import { TaskList, type TaskListProps } from './TaskList'

/** The tasks of every plan in reach. */
export function TaskListPage({ filters, onFilter }: Omit<TaskListProps, 'planId'>) {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('task.list.title')} />
      <TaskList filters={filters} onFilter={onFilter} />
    </>
  )
}
