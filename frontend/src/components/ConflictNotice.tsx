import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import type { Draft } from '@/hooks/useDraft'

import classes from './ConflictNotice.module.css'
import { Notice } from './Notice'

interface ConflictNoticeProps<T extends object> {
  draft: Draft<T>
  /** What each field is called. */
  label: (name: keyof T) => string
  /** What a field holds, as a reader would say it. */
  words: (name: keyof T, values: T) => string
}

/** What somebody else wrote meanwhile where the reader is typing; each keeps theirs or takes the other. */
export function ConflictNotice<T extends object>({ draft, label, words }: ConflictNoticeProps<T>) {
  const { t } = useTranslation()
  if (draft.conflicts.length === 0) return null
  return (
    <Notice tone="warn">
      <p>{t('conflict.text')}</p>
      <ul className={classes.list}>
        {draft.conflicts.map((name) => (
          <li key={String(name)}>
            <p>
              <strong>{label(name)}</strong>
            </p>
            <p>{t('conflict.theirs', { text: words(name, draft.given) || t('conflict.empty') })}</p>
            <Button variant="default" size="compact-sm" onClick={() => draft.yield(name)}>
              {t('conflict.take')}
            </Button>
          </li>
        ))}
      </ul>
      <Button variant="default" size="compact-sm" onClick={draft.insist}>
        {t('conflict.keep')}
      </Button>
    </Notice>
  )
}
