import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'

import classes from './Connections.module.css'

const HOURS = ['24', '72', '168', '0'] as const

interface RotateFormProps {
  rotate: { mutate: (hours: number) => void; isPending: boolean; error: Error | null }
  hint: string
}

/** A new secret, and how long the one so far is still good: time for whoever must put the new one in. */
export function RotateForm({ rotate, hint }: RotateFormProps) {
  const { t } = useTranslation()
  const [hours, setHours] = useState<(typeof HOURS)[number]>('24')
  return (
    <div className={classes.form}>
      <p className={classes.soft}>{hint}</p>
      <div className={classes.acts}>
        <SelectInput
          label={t('connection.rotate.overlap')}
          value={hours}
          options={HOURS.map((value) => ({ value, label: t(`connection.rotate.hours.${value}`) }))}
          onChange={setHours}
        />
        <Button
          leftSection={<IconKey size={18} aria-hidden="true" />}
          loading={rotate.isPending}
          onClick={() => rotate.mutate(Number(hours))}
        >
          {t('connection.rotate.make')}
        </Button>
      </div>
      <ProblemNotice error={rotate.error} />
    </div>
  )
}
