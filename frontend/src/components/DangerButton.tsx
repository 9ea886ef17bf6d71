import { Button } from '@mantine/core'
import type { ReactNode } from 'react'

import classes from './DangerButton.module.css'

interface DangerButtonProps {
  loading: boolean
  onClick: () => void
  children: ReactNode
}

/** Does what cannot be undone; shown only after the first click asked whether it is meant. */
export function DangerButton(props: DangerButtonProps) {
  return <Button className={classes.danger} {...props} />
}
