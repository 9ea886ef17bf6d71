import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import type { TaskWords } from '@/lib/taskWords'

import { DeadlineInput } from './DeadlineInput'
import classes from './Fields.module.css'
import { LongText } from './LongText'
import { PartyPicker } from './PartyPicker'
import { SelectInput } from './SelectInput'

interface TaskFieldsProps {
  planId: string
  groups: readonly { value: string; label: string }[]
  /** The tasks that it can be a sub-row of; without any it stays what it is. */
  parents?: readonly { value: string; label: string }[]
  values: TaskWords
  onChange: <K extends keyof TaskWords>(name: K, value: TaskWords[K]) => void
}

/** What a task says, for writing it; what is seldom filled in folds away. */
export function TaskFields({ planId, groups, parents = [], values, onChange }: TaskFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.fields}>
      <div className={classes.pair} data-first="small">
        <TextInput
          label={t('task.column.number')}
          maxLength={20}
          value={values.number}
          onChange={(event) => onChange('number', event.currentTarget.value)}
        />
        <LongText
          label={t('task.column.title')}
          required
          maxLength={2000}
          value={values.title}
          onChange={(event) => onChange('title', event.currentTarget.value)}
        />
      </div>
      {values.parent === '' && (
        <SelectInput
          label={t('task.group')}
          value={values.group}
          options={[{ value: '', label: t('taskForm.noGroup') }, ...groups]}
          onChange={(group) => onChange('group', group)}
        />
      )}
      {parents.length > 0 && (
        <SelectInput
          label={t('taskForm.parent')}
          value={values.parent}
          options={[{ value: '', label: t('taskForm.noParent') }, ...parents]}
          onChange={(parent) => onChange('parent', parent)}
        />
      )}
      <LongText
        label={t('task.column.deliverables')}
        description={t('taskForm.oneALine')}
        value={values.products}
        onChange={(event) => onChange('products', event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <PartyPicker
          label={t('participants.role.lead')}
          value={values.lead}
          onChange={(parties) => onChange('lead', parties)}
        />
        <PartyPicker
          label={t('participants.role.coordinate')}
          value={values.coordinate}
          onChange={(parties) => onChange('coordinate', parties)}
        />
      </div>
      <DeadlineInput planId={planId} value={values.deadline} onChange={(text) => onChange('deadline', text)} />
      <details className={classes.more}>
        <summary>{t('taskForm.more')}</summary>
        <div className={classes.fields}>
          <PartyPicker
            label={t('participants.role.monitor')}
            value={values.monitor}
            onChange={(parties) => onChange('monitor', parties)}
          />
          <LongText
            label={t('task.purpose')}
            value={values.purpose}
            onChange={(event) => onChange('purpose', event.currentTarget.value)}
          />
          <LongText
            label={t('task.requirements')}
            description={t('taskForm.oneALine')}
            value={values.requirements}
            onChange={(event) => onChange('requirements', event.currentTarget.value)}
          />
          <LongText
            label={t('task.note')}
            value={values.note}
            onChange={(event) => onChange('note', event.currentTarget.value)}
          />
        </div>
      </details>
    </div>
  )
}
