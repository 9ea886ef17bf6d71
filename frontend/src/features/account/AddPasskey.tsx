import { Button, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'
import { usePasskeyProblem } from '@/hooks/usePasskeyProblem'
import { readDevice } from '@/lib/device'

import classes from './AccountPage.module.css'
import { useAddPasskey } from './ownPasskeys'
import { PasswordAsked, useProof } from './proof'

/** A button; then a name to know the device by, and the browser’s own question. */
export function AddPasskey() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [added, setAdded] = useState(false)
  function close(done: boolean) {
    setOpen(false)
    setAdded(done)
  }
  if (open) return <Naming onEnd={close} />
  return (
    <div className={classes.part}>
      {added && <Notice tone="good">{t('passkey.added')}</Notice>}
      <div>
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('passkey.add')}
        </Button>
      </div>
    </div>
  )
}

function useOwnName(): string {
  const { t } = useTranslation()
  const { browser, system } = readDevice(navigator.userAgent)
  return browser && system ? t('account.device', { browser, system }) : ''
}

/** What is asked for next is where one types next. */
const focus = (field: HTMLInputElement | null) => field?.focus()

function Naming({ onEnd }: { onEnd: (done: boolean) => void }) {
  const { t } = useTranslation()
  const own = useOwnName()
  const [name, setName] = useState(own)
  const { mutate, isPending, error } = useAddPasskey()
  const problem = usePasskeyProblem()
  const proof = useProof(error)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    mutate({ name: name.trim(), proof: proof.given }, { onSuccess: () => onEnd(true) })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        ref={focus}
        label={t('passkey.name')}
        description={t('passkey.nameHint')}
        maxLength={80}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {proof.error && <Notice tone="problem">{problem(proof.error)}</Notice>}
      <PasswordAsked proof={{ ...proof, error: null }} />
      <div className={classes.row}>
        <Button type="submit" loading={isPending}>
          {t('passkey.make')}
        </Button>
        <Button variant="subtle" onClick={() => onEnd(false)}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
