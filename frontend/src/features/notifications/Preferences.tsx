import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { LANGUAGES } from '@/lib/i18n'

import { preferencesQuery, usePrefer } from './api'
import classes from './NotificationsPage.module.css'

/** Whether by e-mail too, and in which language; each choice is kept at once. */
export function Preferences() {
  const { t } = useTranslation()
  const query = useQuery(preferencesQuery())
  const prefer = usePrefer()
  return (
    <QueryView query={query} skeleton={<RowsSkeleton rows={2} />}>
      {({ email, language, address, email_available: available }) => (
        <div className={classes.form}>
          <label>
            <input
              type="checkbox"
              checked={email}
              disabled={prefer.isPending}
              onChange={(event) => prefer.mutate({ email: event.currentTarget.checked, language })}
            />
            {t('told.preferences.email')}
          </label>
          <p className={classes.soft}>{address ?? t('told.preferences.noAddress')}</p>
          {!available && <p className={classes.soft}>{t('told.preferences.unavailable')}</p>}
          <NativeSelect
            label={t('told.preferences.language')}
            value={language}
            disabled={prefer.isPending}
            data={LANGUAGES.map((value) => ({ value, label: t(`language.full.${value}`) }))}
            onChange={(event) =>
              prefer.mutate({ email, language: event.currentTarget.value === 'en' ? 'en' : 'vi' })
            }
          />
          <ProblemNotice error={prefer.error} />
          {prefer.isSuccess && <Notice tone="good">{t('work.report.saved')}</Notice>}
        </div>
      )}
    </QueryView>
  )
}
