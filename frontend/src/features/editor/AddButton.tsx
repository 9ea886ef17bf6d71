import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'

import classes from './PlanEditor.module.css'

interface AddButtonProps {
  label: string
  onClick: () => void
  /** Beside the title of a part, rather than below its rows. */
  aside?: boolean
}

/** Begins one more row, or one more heading. */
export function AddButton({ label, onClick, aside = false }: AddButtonProps) {
  return (
    <Button
      className={aside ? undefined : classes.add}
      variant={aside ? 'default' : 'subtle'}
      size="compact-md"
      leftSection={<IconPlus size={16} aria-hidden="true" />}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}
