import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useEffect, useId } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'
import { usePasskeyProblem } from '@/hooks/usePasskeyProblem'
import { NoPasskey } from '@/lib/passkeys'

import { chosenWhereOneTypes, useSignInWithPasskey } from './api'
import classes from './SignInPage.module.css'

/** In without a password: the browser offers the passkeys it has, here or where one types a name, and one is unlocked. */
export function PasskeyButton() {
  const { t } = useTranslation()
  const hint = useId()
  const signIn = useSignInWithPasskey()
  const problem = usePasskeyProblem()
  const { mutate, isPending, error } = signIn
  // One request at a time: the other begins anew once the button's ended, unless the server refused what was chosen.
  const rests = isPending || (error !== null && !(error instanceof NoPasskey))
  useEffect(() => {
    if (rests) return undefined
    const ending = new AbortController()
    void chosenWhereOneTypes(ending.signal).then((chosen) => chosen !== null && mutate(chosen))
    return () => ending.abort()
  }, [rests, mutate])
  return (
    <div className={classes.passkey}>
      {error && <Notice tone="problem">{problem(error)}</Notice>}
      <Button
        variant="default"
        size="md"
        fullWidth
        classNames={{ root: classes.other, label: classes.otherLabel }}
        leftSection={<IconFingerprint size={20} aria-hidden="true" />}
        aria-describedby={hint}
        loading={isPending}
        onClick={() => mutate(null)}
      >
        {t('passkey.signIn')}
      </Button>
      <p id={hint} className={classes.hint}>
        {t('passkey.signInHint')}
      </p>
    </div>
  )
}
