import { Button, Textarea } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'
import { api, unwrap } from '@/lib/client'

import classes from './AssignmentsPage.module.css'

/** A text for a group of schools, who read Zalo: what each has open, with a link to it. */
export function ZaloMessage({ under }: { under: string }) {
  const { t } = useTranslation()
  const message = useMutation({
    mutationFn: () => unwrap(api.GET('/api/v1/reminders/message', { params: { query: { under } } })),
  })
  const copy = useMutation({ mutationFn: (text: string) => navigator.clipboard.writeText(text) })
  return (
    <div className={classes.bulk}>
      <div className={classes.bulkRow}>
        <Button variant="default" loading={message.isPending} onClick={() => message.mutate()}>
          {t('work.zalo.make')}
        </Button>
        {message.data && (
          <Button
            leftSection={<IconCopy size={18} aria-hidden="true" />}
            onClick={() => copy.mutate(message.data.text)}
          >
            {t('work.zalo.copy')}
          </Button>
        )}
        {message.data && t('work.zalo.about', { units: message.data.units, count: message.data.open })}
      </div>
      <ProblemNotice error={message.error} />
      {message.data && <Textarea aria-label={t('work.zalo.text')} rows={8} readOnly value={message.data.text} />}
      {copy.isSuccess && <Notice tone="good">{t('work.zalo.copied')}</Notice>}
      {copy.isError && <Notice tone="warn">{t('work.zalo.notCopied')}</Notice>}
    </div>
  )
}
