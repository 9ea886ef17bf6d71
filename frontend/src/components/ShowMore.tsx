/** The way to the next page of a list, where there is one. */
import { Button, type ButtonProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import classes from './ShowMore.module.css'

interface Paged {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

interface ShowMoreProps extends Pick<ButtonProps, 'variant' | 'fullWidth'> {
  of: Paged
  /** Below a table, across the whole width of its card. */
  foot?: boolean
}

export function ShowMore({ of: query, foot = false, variant = 'light', fullWidth }: ShowMoreProps) {
  const { t } = useTranslation()
  if (!query.hasNextPage) return null
  const button = (
    <Button variant={variant} fullWidth={fullWidth} loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {t('action.showMore')}
    </Button>
  )
  return foot ? <div className={classes.foot}>{button}</div> : button
}
