import { Button, TextInput } from '@mantine/core'
import { QRCodeSVG } from 'qrcode.react'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'

import { useBeginSecondFactor, useConfirmSecondFactor } from './api'
import { PasswordAsked, useProof } from './proof'
import { RecoveryCodes } from './RecoveryCodes'
import classes from './SecondFactor.module.css'

interface SetUpAppProps {
  /** What the first button says. */
  begin: string
  onDone: () => void
}

/** From nothing to an authenticator app: the QR code, its first code, the recovery codes to put away. */
export function SetUpApp({ begin, onDone }: SetUpAppProps) {
  const { t } = useTranslation()
  const begun = useBeginSecondFactor()
  const confirmed = useConfirmSecondFactor()
  const proof = useProof(begun.error)
  if (confirmed.isSuccess) {
    const codes = confirmed.data.recovery_codes ?? []
    if (codes.length > 0) return <RecoveryCodes codes={codes} onKept={onDone} />
    return (
      <>
        <Notice tone="good">{t('factor.stillHold')}</Notice>
        <Button onClick={onDone}>{t('confined.continue')}</Button>
      </>
    )
  }
  if (begun.data?.secret && begun.data.address) {
    return (
      <Scan
        secret={begun.data.secret}
        address={begun.data.address}
        error={confirmed.error}
        isPending={confirmed.isPending}
        onCode={confirmed.mutate}
      />
    )
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        begun.mutate(proof.given)
      }}
    >
      <PasswordAsked proof={proof} />
      <Button type="submit" loading={begun.isPending}>
        {begin}
      </Button>
    </form>
  )
}

interface ScanProps {
  secret: string
  address: string
  error: Error | null
  isPending: boolean
  onCode: (code: string) => void
}

function Scan({ secret, address, error, isPending, onCode }: ScanProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')

  function submit(event: SubmitEvent) {
    event.preventDefault()
    onCode(code)
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <p>{t('factor.scan')}</p>
      <div className={classes.qr}>
        <QRCodeSVG value={address} size={184} level="M" marginSize={2} title={t('factor.qr')} />
      </div>
      <p className={classes.secret}>
        {t('factor.secret')} <code>{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <ProblemNotice error={error} />
      <TextInput
        label={t('factor.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        required
        withAsterisk={false}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" loading={isPending}>
        {t('factor.confirm')}
      </Button>
    </form>
  )
}
