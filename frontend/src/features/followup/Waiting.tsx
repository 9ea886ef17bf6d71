import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { useMay } from '@/hooks/useMay'

import { difficultyCountsQuery } from './api'
import classes from './Followup.module.css'

/** How many difficulties wait for the reader: to be answered, or to be called resolved. */
export function Waiting() {
  const { t } = useTranslation()
  const may = useMay('difficulty:read')
  const { data } = useQuery({ ...difficultyCountsQuery(), enabled: may })
  const count = data ? data.to_answer + data.to_resolve : 0
  if (count === 0) return null
  return (
    <span className={classes.waiting} title={t('followup.waiting', { count })}>
      {count}
    </span>
  )
}
