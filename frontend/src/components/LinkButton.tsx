import { Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithoutRef, Ref } from 'react'

type AnchorProps = ButtonProps & Omit<ComponentPropsWithoutRef<'a'>, keyof ButtonProps> & { ref?: Ref<HTMLAnchorElement> }

/** A link to another page that looks as weighty as a button. */
export const LinkButton = createLink((props: AnchorProps) => <Button component="a" {...props} />)
