import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { type ApiDocument, partsOf, type Schema, typeWords } from './document'
import classes from './ReferencePage.module.css'

interface SchemaViewProps {
  schema: Schema
  document: ApiDocument
}

/** The shape of a value; the objects inside it unfold when asked for, as shapes may be endless. */
export function SchemaView({ schema, document }: SchemaViewProps) {
  const parts = partsOf(document, schema)
  return (
    <>
      <span className={classes.type}>{typeWords(schema)}</span>
      {parts.map((part) => (
        <Unfolding key={part.name} name={part.name} schema={part.schema} document={document} />
      ))}
    </>
  )
}

function Unfolding({ name, schema, document }: SchemaViewProps & { name: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.schema} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{name || t('reference.object')}</summary>
      {open && <Fields schema={schema} document={document} />}
    </details>
  )
}

function Fields({ schema, document }: SchemaViewProps) {
  const { t } = useTranslation()
  const required = new Set(schema.required)
  return (
    <dl className={classes.fields}>
      {Object.entries(schema.properties ?? {}).map(([name, field]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>{' '}
            {required.has(name) && <span className={classes.required}>{t('reference.required')}</span>}
          </dt>
          <dd>
            {field.description && <p>{field.description}</p>}
            <SchemaView schema={field} document={document} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
