import { IconFlask } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { Mark } from './Mark'
import classes from './Mark.module.css'

/** Stands beside everything that was made up for the demonstration. */
export function SampleMark() {
  const { t } = useTranslation()
  return (
    <Mark tone="warn" icon={<IconFlask />}>
      {t('sample.mark')}
    </Mark>
  )
}

/** The same where there is no room for words on each row; it is read aloud all the same. */
export function SampleSign() {
  const { t } = useTranslation()
  return <span className={classes.sign}>{t('sample.short')}</span>
}
