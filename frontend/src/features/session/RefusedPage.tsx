import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { LinkButton } from '@/components/LinkButton'
import { Notice } from '@/components/Notice'
import { useLanguage } from '@/hooks/useLanguage'
import { farewellAddress, providersQuery, startAddress } from '@/lib/providers'

import { SessionFrame } from './SessionFrame'
import classes from './SignInPage.module.css'

export const REASONS = [
  'unknown',
  'closed',
  'expired',
  'cancelled',
  'provider',
  'invalid',
  'level',
  'taken',
  'throttled',
] as const

export type RefusalReason = (typeof REASONS)[number]

interface RefusedPageProps {
  reason: RefusalReason
  /** The provider one came back from, by its id. */
  provider: string | undefined
}

/** Where one ends who was sent to a provider and could not be signed in: why, and what to do. */
export function RefusedPage({ reason, provider }: RefusedPageProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { data } = useQuery(providersQuery())
  const known = data?.items.find(({ id }) => id === provider)
  const name = known?.label[language] ?? t('refused.provider')
  const isUnknown = reason === 'unknown'
  return (
    <SessionFrame title={isUnknown ? t('refused.unknownTitle') : t('refused.title')}>
      <div className={classes.form}>
        <Notice tone={reason === 'cancelled' ? 'info' : 'problem'}>
          {t(`refused.reason.${reason}`, { provider: name })}
        </Notice>
        {isUnknown && <p>{t('refused.haveAccount', { provider: name })}</p>}
        <LinkButton to="/sign-in" size="md" fullWidth>
          {t('refused.back')}
        </LinkButton>
        {known && (
          <Button
            component="a"
            href={isUnknown ? farewellAddress(known.id) : startAddress(known.id)}
            variant="default"
            size="md"
            fullWidth
            classNames={{ root: classes.other, label: classes.otherLabel }}
          >
            {isUnknown ? t('refused.another', { provider: name }) : t('refused.again')}
          </Button>
        )}
      </div>
    </SessionFrame>
  )
}
