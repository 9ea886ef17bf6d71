import { ActionIcon, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

const TYPING_PAUSE = 250

interface SearchBoxProps {
  label: string
  placeholder: string
  /** The text the address bar holds. */
  value: string | undefined
  onChange: (value: string | undefined) => void
  className?: string
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)
}

/** Puts the cursor into the box when a reader presses “/” anywhere else. */
function useSlashKey(focus: () => void) {
  useEffect(() => {
    function onKey(event: globalThis.KeyboardEvent) {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return
      event.preventDefault()
      focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [focus])
}

/** Search while typing; the text follows the address bar when it changes by other means. */
export function SearchBox({ label, placeholder, value = '', onChange, className }: SearchBoxProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const [sent, setSent] = useState(value)
  if (value !== sent) {
    setSent(value)
    setText(value)
  }
  const send = useDebouncedCallback((next: string) => {
    setSent(next)
    onChange(next === '' ? undefined : next)
  }, TYPING_PAUSE)
  const [focus] = useState(() => () => input.current?.focus())
  useSlashKey(focus)

  function type(next: string) {
    setText(next)
    send(next.trim() === '' ? '' : next)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && text !== '') type('')
  }

  return (
    <TextInput
      ref={input}
      type="search"
      role="searchbox"
      className={className}
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={placeholder}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      leftSection={<IconSearch size={18} aria-hidden="true" />}
      rightSection={
        text !== '' && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('action.clearSearch')}
            onClick={() => type('')}
          >
            <IconX size={16} aria-hidden="true" />
          </ActionIcon>
        )
      }
    />
  )
}
