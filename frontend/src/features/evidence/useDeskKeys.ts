import { useEffect } from 'react'

/** What each key does now. */
export type Keys = Partial<Record<string, () => void>>

const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable]'

/** Single keys for those who go through many files; never while somebody types, or with another key held. */
export function useDeskKeys(keys: Keys) {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest(TYPING)) return
      const act = keys[event.key]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
