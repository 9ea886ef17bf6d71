import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { LinkButton } from '@/components/LinkButton'
import { PageHeader } from '@/components/PageHeader'
import { useMay } from '@/hooks/useMay'

import { TaskList, type TaskListProps } from './TaskList'

/** The tasks of every plan in reach. */
export function TaskListPage({ filters, onFilter }: Omit<TaskListProps, 'planId'>) {
  const { t } = useTranslation()
  const mayHandOut = useMay('task:hand_out')
  return (
    <>
      <PageHeader
        title={t('task.list.title')}
        actions={
          mayHandOut && (
            <LinkButton
              to="/tasks/outside-plan"
              variant="default"
              leftSection={<IconPlus size={18} aria-hidden="true" />}
            >
              {t('outside.title')}
            </LinkButton>
          )
        }
      />
      <TaskList filters={filters} onFilter={onFilter} />
    </>
  )
}
