import { Button } from '@mantine/core'
import { IconId } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { useLanguage } from '@/hooks/useLanguage'
import { passkeysWork } from '@/lib/passkeys'
import { providersQuery, startAddress } from '@/lib/providers'

import { PasskeyButton } from './PasskeyButton'
import classes from './SignInPage.module.css'

/** The other ways in: a passkey, and a button for each provider one may sign in by; nothing where there is none. */
export function OtherWays({ next }: { next: string | undefined }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { data } = useQuery(providersQuery())
  const providers = data?.items ?? []
  if (providers.length === 0 && !passkeysWork()) return null
  return (
    <div className={classes.others}>
      <p className={classes.or}>{t('signIn.or')}</p>
      {passkeysWork() && <PasskeyButton />}
      {providers.map(({ id, label }) => (
        <Button
          key={id}
          component="a"
          href={startAddress(id, next)}
          variant="default"
          size="md"
          fullWidth
          classNames={{ root: classes.other, label: classes.otherLabel }}
          leftSection={<IconId size={20} aria-hidden="true" />}
        >
          {t('signIn.by', { provider: label[language] })}
        </Button>
      ))}
    </div>
  )
}
