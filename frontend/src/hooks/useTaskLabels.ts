import { useTranslation } from 'react-i18next'

import type { TaskWords } from '@/lib/taskWords'

/** What each field of a task is called. */
export function useTaskLabels(): Record<keyof TaskWords, string> {
  const { t } = useTranslation()
  return {
    group: t('task.group'),
    parent: t('taskForm.parent'),
    number: t('task.column.number'),
    title: t('task.column.title'),
    products: t('task.column.deliverables'),
    lead: t('participants.role.lead'),
    coordinate: t('participants.role.coordinate'),
    monitor: t('participants.role.monitor'),
    deadline: t('taskForm.deadline'),
    purpose: t('task.purpose'),
    requirements: t('task.requirements'),
    note: t('task.note'),
  }
}
