import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'
import { usePasskeyProblem } from '@/hooks/usePasskeyProblem'

import { useSignInWithPasskey } from './api'
import classes from './SignInPage.module.css'

/** In without a password: the browser offers the passkeys it has, and the reader unlocks one. */
export function PasskeyButton() {
  const { t } = useTranslation()
  const hint = useId()
  const signIn = useSignInWithPasskey()
  const problem = usePasskeyProblem()
  return (
    <div className={classes.passkey}>
      {signIn.error && <Notice tone="problem">{problem(signIn.error)}</Notice>}
      <Button
        variant="default"
        size="md"
        fullWidth
        classNames={{ root: classes.other, label: classes.otherLabel }}
        leftSection={<IconFingerprint size={20} aria-hidden="true" />}
        aria-describedby={hint}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        {t('passkey.signIn')}
      </Button>
      <p id={hint} className={classes.hint}>
        {t('passkey.signInHint')}
      </p>
    </div>
  )
}
