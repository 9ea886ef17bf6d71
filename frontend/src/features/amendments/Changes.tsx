import { VisuallyHidden } from '@mantine/core'
import { IconArrowRight, IconBan, IconPencil, IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { TextChange } from '@/api/models'
import { Mark, type Tone } from '@/components/Mark'

import classes from './Changes.module.css'
import { diffLines, type FieldLines, useFieldLines } from './fieldWords'

interface ChangesProps {
  changes: readonly TextChange[]
  /** Whether the tasks named are there to be opened: those of an amendment not yet made are not. */
  linked?: boolean
}

const ENTITIES = ['task', 'target'] as const

/** What became of tasks and targets: added, changed field by field, stopped. */
export function Changes({ changes, linked = true }: ChangesProps) {
  const { t } = useTranslation()
  return ENTITIES.map((entity) => {
    const these = changes.filter((each) => each.entity === entity)
    if (these.length === 0) return null
    return (
      <div key={entity} className={classes.part}>
        <p className={classes.heading}>{t(`${entity}.list.title`)}</p>
        <ul className={classes.list}>
          {these.map((change) => (
            <Change key={change.id} change={change} linked={linked} />
          ))}
        </ul>
      </div>
    )
  })
}

const LOOKS = {
  added: { tone: 'good', Icon: IconPlus },
  changed: { tone: 'accent', Icon: IconPencil },
  cancelled: { tone: 'late', Icon: IconBan },
} satisfies Record<TextChange['change'], { tone: Tone; Icon: typeof IconPlus }>

/** What becomes of one task or target, in words. */
export function ChangeMark({ entity, change }: Pick<TextChange, 'entity' | 'change'>) {
  const { t } = useTranslation()
  const { tone, Icon } = LOOKS[change]
  return (
    <Mark tone={tone} icon={<Icon />}>
      {t(`change.kind.${entity}.${change}`)}
    </Mark>
  )
}

function Change({ change, linked }: { change: TextChange; linked: boolean }) {
  const lines = useFieldLines()(change)
  const { entity, id, number, title } = change
  return (
    <li className={classes.change} data-change={change.change}>
      <div className={classes.head}>
        <ChangeMark {...change} />
        <p className={classes.title}>
          {number !== null && <span className={classes.number}>{number}</span>}
          {linked && entity === 'task' ? (
            <Link to="/tasks/$taskId" params={{ taskId: id }}>
              {title}
            </Link>
          ) : (
            title
          )}
        </p>
      </div>
      {lines.length > 0 && (
        <dl className={classes.fields}>
          {lines.map((field) => (
            <Field key={field.key} field={field} />
          ))}
        </dl>
      )}
    </li>
  )
}

/** One line that became another stands beside it; of several, those gone and those new are marked. */
function Field({ field: { label, before, after } }: { field: FieldLines }) {
  const { t } = useTranslation()
  const words = (lines: string[]) => (lines.length === 0 ? [t('conflict.empty')] : lines)
  const single = before.length <= 1 && after.length <= 1
  return (
    <div>
      <dt>{label}</dt>
      <dd data-single={single || undefined}>
        {diffLines(words(before), words(after)).map(({ kind, text }, place) => (
          <p key={`${place}-${text}`} data-kind={kind}>
            {kind === 'old' && <Old text={text} />}
            {kind === 'kept' && text}
            {kind === 'new' && <New text={text} arrow={single} />}
          </p>
        ))}
      </dd>
    </div>
  )
}

function Old({ text }: { text: string }) {
  const { t } = useTranslation()
  return (
    <del>
      <VisuallyHidden>{t('change.was')} </VisuallyHidden>
      {text}
    </del>
  )
}

function New({ text, arrow }: { text: string; arrow: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      {arrow ? <IconArrowRight size={16} aria-hidden="true" /> : <IconPlus size={16} aria-hidden="true" />}
      <ins>
        <VisuallyHidden>{t('change.becomes')} </VisuallyHidden>
        {text}
      </ins>
    </>
  )
}
