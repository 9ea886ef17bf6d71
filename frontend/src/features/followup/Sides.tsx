import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import classes from './Followup.module.css'

interface SidesProps {
  list: ReactNode
  /** The record that is open, if one is. */
  record: ReactNode
  label: string
  onClose: () => void
}

/** A list, and the record that is open beside it; on a phone the record takes the list's place. */
export function Sides({ list, record, label, onClose }: SidesProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.sides} data-open={record ? true : undefined}>
      <div className={classes.list}>{list}</div>
      {record && (
        <section className={classes.record} aria-label={label}>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowLeft size={16} aria-hidden="true" />}
            onClick={onClose}
          >
            {t('followup.close')}
          </Button>
          {record}
        </section>
      )}
    </div>
  )
}
