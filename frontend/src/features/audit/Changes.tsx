import { IconArrowNarrowRight } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

import type { AuditEntry } from '@/api/models'

import classes from './Audit.module.css'
import { fieldName } from './words'

interface Change {
  before: unknown
  after: unknown
}

const isChange = (value: unknown): value is Change => typeof value === 'object' && value !== null && 'after' in value

/** What the act says itself, and what fields were and became; of a field that both tell, the latter. */
function fieldsOf(changes: AuditEntry['changes']): [string, unknown][] {
  const { altered, fields: _named, ...said } = changes
  const told: Record<string, unknown> = typeof altered === 'object' && altered !== null ? { ...altered } : {}
  return [...Object.entries(told), ...Object.entries(said).filter(([field]) => !(field in told))]
}

/** What an act changed: each field with what it was and what it became. */
export function Changes({ changes }: { changes: AuditEntry['changes'] }) {
  const { t } = useTranslation()
  const fields = fieldsOf(changes)
  if (fields.length === 0) return null
  return (
    <dl className={classes.changes}>
      {fields.map(([field, value]) => (
        <div key={field}>
          <dt>{fieldName(t, field)}</dt>
          <dd>{isChange(value) ? <BeforeAfter change={value} /> : said(t, value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function BeforeAfter({ change: { before, after } }: { change: Change }) {
  const { t } = useTranslation()
  const nothing = t('audit.nothing')
  return (
    <>
      <del>{said(t, before) || nothing}</del>
      <IconArrowNarrowRight size={16} role="img" aria-label={t('audit.becomes')} />
      <ins>{said(t, after) || nothing}</ins>
    </>
  )
}

function said(t: TFunction, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
