import { Button } from '@mantine/core'
import { IconShare } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Passes a sentence on: through what the device offers, else by the clipboard. */
export function ShareButton({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  async function share() {
    if ('share' in navigator) {
      // Who closes the device’s own dialog has changed their mind; nothing went wrong.
      await navigator.share({ text }).catch(() => undefined)
      return
    }
    await (navigator as Navigator).clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <Button variant="default" leftSection={<IconShare size={18} aria-hidden="true" />} onClick={() => void share()}>
      {copied ? t('asked.copied') : label}
    </Button>
  )
}
