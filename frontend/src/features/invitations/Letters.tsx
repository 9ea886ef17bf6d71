import { Button } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { memo, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { Notice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'
import { saveFile } from '@/lib/saveFile'

import type { Letter } from './api'
import classes from './Invitations.module.css'
import { LetterPage } from './LetterPage'
import { csvOf } from './sheet'

interface LettersProps {
  letters: readonly Letter[]
  onDone: () => void
}

/** The links just made, which are never shown again: printed a page a school, or taken away as a table. */
export function Letters({ letters, onDone }: LettersProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [taken, setTaken] = useState(false)
  useWarning(!taken)
  function download() {
    const header = (['code', 'unit', 'username', 'name', 'link', 'until'] as const).map((name) => t(`invite.csv.${name}`))
    saveFile(new Blob([csvOf(header, letters, format.dateTime)], { type: 'text/csv;charset=utf-8' }), t('invite.csv.file'))
    setTaken(true)
  }
  function print() {
    globalThis.print()
    setTaken(true)
  }
  return (
    <>
      <div className={classes.screen}>
        <Card title={t('invite.made', { count: letters.length, links: format.number(letters.length) })}>
          <div className={classes.stack}>
            <Notice tone="warn">{t('invite.secret')}</Notice>
            <div className={classes.acts}>
              <Button size="md" leftSection={<IconPrinter size={18} aria-hidden="true" />} onClick={print}>
                {t('invite.print')}
              </Button>
              <Button
                size="md"
                variant="default"
                leftSection={<IconDownload size={18} aria-hidden="true" />}
                onClick={download}
              >
                {t('invite.download')}
              </Button>
              <Button size="md" variant="subtle" onClick={onDone}>
                {t('invite.done')}
              </Button>
            </div>
            <p>{t('invite.preview')}</p>
          </div>
        </Card>
      </div>
      <Pages letters={letters} />
    </>
  )
}

const Pages = memo(function Pages({ letters }: Pick<LettersProps, 'letters'>) {
  const { t } = useTranslation()
  return (
    <section className={classes.letters} aria-label={t('invite.pages')}>
      {letters.map((letter) => (
        <LetterPage key={letter.id} letter={letter} />
      ))}
    </section>
  )
})

/** The browser asks before the page, and the links with it, is gone. */
function useWarning(wanted: boolean) {
  useEffect(() => {
    if (!wanted) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [wanted])
}
