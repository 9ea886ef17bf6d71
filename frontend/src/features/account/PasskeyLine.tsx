import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { DangerButton } from '@/components/DangerButton'
import { ProblemNotice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'

import classes from './AccountPage.module.css'
import { type Passkey, useRemovePasskey, useRenamePasskey } from './ownPasskeys'

const ACTS = { rename: Rename, remove: Remove }

type Act = keyof typeof ACTS

/** A passkey: what it is called, when it was last of use; another name, or gone. */
export function PasskeyLine({ passkey }: { passkey: Passkey }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [act, setAct] = useState<Act | null>(null)
  const Chosen = act && ACTS[act]
  const told = [
    passkey.last_used_at
      ? t('account.lastUsed', { at: format.dateTime(passkey.last_used_at) })
      : t('passkey.neverUsed', { on: format.dateTime(passkey.created_at) }),
    passkey.backed_up && t('passkey.synced'),
  ]
  return (
    <li>
      <div>
        <p className={classes.main}>{passkey.name}</p>
        <p className={classes.soft}>{told.filter(Boolean).join(' · ')}</p>
      </div>
      {Chosen ? (
        <Chosen passkey={passkey} onEnd={() => setAct(null)} />
      ) : (
        <div className={classes.row}>
          {(['rename', 'remove'] as const).map((each) => (
            <Button
              key={each}
              variant="default"
              size="compact-sm"
              aria-label={t(`passkey.${each}Named`, { name: passkey.name })}
              onClick={() => setAct(each)}
            >
              {t(`passkey.${each}`)}
            </Button>
          ))}
        </div>
      )}
    </li>
  )
}

interface ActProps {
  passkey: Passkey
  onEnd: () => void
}

function Rename({ passkey, onEnd }: ActProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(passkey.name)
  const { mutate, isPending, error } = useRenamePasskey(passkey.id)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        mutate(name.trim(), { onSuccess: onEnd })
      }}
    >
      <ProblemNotice error={error} />
      <TextInput
        label={t('passkey.name')}
        maxLength={80}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={classes.row}>
        <Button type="submit" loading={isPending}>
          {t('action.save')}
        </Button>
        <Button variant="subtle" onClick={onEnd}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}

function Remove({ passkey, onEnd }: ActProps) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useRemovePasskey(passkey.id)
  return (
    <div className={classes.part}>
      <ProblemNotice error={error} />
      <p>{t('passkey.removeText')}</p>
      <div className={classes.row}>
        <DangerButton loading={isPending} onClick={() => mutate()}>
          {t('passkey.removeSure')}
        </DangerButton>
        <Button variant="subtle" onClick={onEnd}>
          {t('action.cancel')}
        </Button>
      </div>
    </div>
  )
}
