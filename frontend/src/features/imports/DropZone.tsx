import { Loader } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

import classes from './Imports.module.css'

const KINDS = '.docx,.xlsx,.pdf'

interface DropZoneProps {
  busy: boolean
  onFile: (file: File) => void
}

/** Where a plan’s document is dropped, or chosen from the device. */
export function DropZone({ busy, onFile }: DropZoneProps) {
  const { t } = useTranslation()
  const id = useId()
  const [over, setOver] = useState(false)
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file && !busy) onFile(file)
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an extra way for a mouse; the field inside serves everybody
    <div
      role="group"
      aria-label={t('imports.drop')}
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {busy ? <Loader size={32} /> : <IconFileUpload size={40} aria-hidden="true" />}
      <p className={classes.dropTitle} role="status">
        {t(busy ? 'imports.sending' : 'imports.drop')}
      </p>
      <label className={classes.choose} htmlFor={id} data-busy={busy || undefined}>
        {t('imports.choose')}
      </label>
      <input
        id={id}
        className={classes.file}
        type="file"
        accept={KINDS}
        disabled={busy}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
      <p className={classes.soft}>{t('imports.kinds')}</p>
    </div>
  )
}
