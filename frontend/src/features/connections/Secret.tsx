import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'

import classes from './Connections.module.css'

interface SecretProps {
  /** What each value is called, and the value. */
  values: readonly { label: string; value: string }[]
  /** How long what it replaces still holds, in words. */
  overlap?: string | undefined
  onDone: () => void
}

/** What is shown this once: to be copied, then gone. The browser asks before the page is left with it. */
export function Secret({ values, overlap, onDone }: SecretProps) {
  const { t } = useTranslation()
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [])
  return (
    <div className={classes.form}>
      <Notice tone="warn">
        <p className={classes.text}>{t('connection.secret.once')}</p>
        {overlap && <p className={classes.text}>{overlap}</p>}
      </Notice>
      {values.map((each) => (
        <Value key={each.label} {...each} />
      ))}
      <div>
        <Button onClick={onDone}>{t('connection.secret.done')}</Button>
      </div>
    </div>
  )
}

/** Chosen whole at a touch, for a browser that lends no clipboard. */
function Value({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation()
  const copy = useMutation({ mutationFn: () => navigator.clipboard.writeText(value) })
  const Icon = copy.isSuccess ? IconCheck : IconCopy
  return (
    <>
      <div className={classes.secret}>
        <TextInput label={label} readOnly value={value} onFocus={(event) => event.currentTarget.select()} />
        <Button
          variant="default"
          leftSection={<Icon size={18} aria-hidden="true" />}
          aria-label={t('connection.secret.copyNamed', { name: label })}
          onClick={() => copy.mutate()}
        >
          {t(copy.isSuccess ? 'connection.secret.copied' : 'connection.secret.copy')}
        </Button>
      </div>
      <ProblemNotice error={copy.error} />
    </>
  )
}
