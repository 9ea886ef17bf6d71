import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { ProblemNotice } from '@/components/Notice'

import classes from './PlanEditor.module.css'

interface FormActionsProps {
  error: Error | null
  saving: boolean
  blocked: boolean
  label: string
  onCancel: () => void
}

/** What ends a form, and why it did not end. */
export function FormActions({ error, saving, blocked, label, onCancel }: FormActionsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.end}>
      <ProblemNotice error={error} />
      <div className={classes.actions}>
        <Button type="submit" loading={saving} disabled={blocked}>
          {label}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </div>
  )
}
