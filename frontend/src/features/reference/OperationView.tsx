import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { type ApiDocument, type Call, exampleText, type Media, type Operation, type Parameter, typeWords } from './document'
import classes from './ReferencePage.module.css'
import { SchemaView } from './SchemaView'

interface OperationViewProps {
  call: Call
  document: ApiDocument
}

/** One operation; what it takes and gives is drawn once it is opened. */
export function OperationView({ call, document }: OperationViewProps) {
  const { method, path, operation } = call
  const linked = location.hash === `#${operation.operationId}`
  const [open, setOpen] = useState(linked)
  return (
    <details
      id={operation.operationId}
      className={classes.call}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span className={classes.method} data-method={method}>
          {method.toUpperCase()}
        </span>
        <code className={classes.path}>{path}</code>
        <span className={classes.summary}>{operation.summary}</span>
      </summary>
      {open && <Body operation={operation} document={document} />}
    </details>
  )
}

function Body({ operation, document }: { operation: Operation; document: ApiDocument }) {
  const { t } = useTranslation()
  const content = Object.entries(operation.requestBody?.content ?? {})
  return (
    <div className={classes.body}>
      {operation.description && <p className={classes.prose}>{operation.description}</p>}
      <p lang={t('reference.lang')}>{operation.security ? t('reference.guarded') : t('reference.public')}</p>
      {operation.parameters && <Parameters parameters={operation.parameters} />}
      {content.length > 0 && (
        <Part title={t('reference.body')}>
          {content.map(([type, media]) => (
            <MediaView key={type} type={type} media={media} document={document} />
          ))}
        </Part>
      )}
      <Part title={t('reference.answers')}>
        {Object.entries(operation.responses).map(([status, response]) => (
          <div key={status} className={classes.answer}>
            <p>
              <strong>{status}</strong> {response.description}
            </p>
            {Object.entries(response.content ?? {}).map(([type, media]) => (
              <MediaView key={type} type={type} media={media} document={document} />
            ))}
          </div>
        ))}
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <>
      <h3 className={classes.part} lang={t('reference.lang')}>
        {title}
      </h3>
      {children}
    </>
  )
}

interface MediaViewProps {
  type: string
  media: Media
  document: ApiDocument
}

function MediaView({ type, media: { schema, examples }, document }: MediaViewProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.media}>
      <code>{type}</code>
      {schema && <SchemaView schema={schema} document={document} />}
      {Object.entries(examples ?? {}).map(([name, { value }]) => (
        <details key={name} className={classes.schema}>
          <summary lang={t('reference.lang')}>{t('reference.example')}</summary>
          <pre className={classes.example}>{exampleText(value)}</pre>
        </details>
      ))}
    </div>
  )
}

function Parameters({ parameters }: { parameters: Parameter[] }) {
  const { t } = useTranslation()
  return (
    <Part title={t('reference.parameters')}>
      <dl className={classes.fields}>
        {parameters.map(({ name, in: place, required, schema, description }) => (
          <div key={`${place}-${name}`}>
            <dt>
              <code>{name}</code> <span className={classes.soft}>{place}</span>{' '}
              {required && <span className={classes.required}>{t('reference.required')}</span>}
            </dt>
            <dd>
              <span className={classes.type}>{typeWords(schema ?? {})}</span> {description}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  )
}
