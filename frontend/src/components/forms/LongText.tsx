import { Textarea, type TextareaProps } from '@mantine/core'

import classes from './LongText.module.css'

/** A text of any length, in a field that grows with it. */
export function LongText(props: Omit<TextareaProps, 'autosize' | 'classNames'>) {
  return <Textarea rows={1} {...props} classNames={classes} />
}
