import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'

import type { AmendmentWords } from './draft'

export type Unfinished = 'task' | 'target' | 'indicator' | null

/** What was begun and cannot be sent as it is. */
export function unfinished({ newTasks, newTargets, tasks, targets }: AmendmentWords): Unfinished {
  const blank = (text: string | undefined) => text?.trim() === ''
  if (newTasks.some(({ words }) => blank(words.title)) || Object.values(tasks).some(({ typed }) => blank(typed.title))) {
    return 'task'
  }
  if (newTargets.some(({ words }) => blank(words.name) || blank(words.text))) return 'target'
  if (Object.values(targets).some(({ name, text }) => blank(name) || blank(text))) return 'target'
  return newTargets.some(({ words }) => words.indicator === null) ? 'indicator' : null
}

export function UnfinishedNotice({ open }: { open: Unfinished }) {
  const { t } = useTranslation()
  return open && <Notice tone="warn">{t(`amend.unfinished.${open}`)}</Notice>
}
