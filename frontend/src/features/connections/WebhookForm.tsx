import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import fields from '@/components/forms/Fields.module.css'
import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'

import { clientListQuery } from './clients'
import classes from './Connections.module.css'
import { TypeChecks } from './TypeChecks'
import type { useMakeWebhook } from './webhooks'

interface WebhookFormProps {
  make: ReturnType<typeof useMakeWebhook>
  onCancel: () => void
}

/** Where changes are brought to, whose eyes they are seen with, and which. */
export function WebhookForm({ make, onCancel }: WebhookFormProps) {
  const { t } = useTranslation()
  const { data: clients } = useInfiniteQuery(clientListQuery({ state: 'open' }))
  const [client, setClient] = useState('')
  const [url, setUrl] = useState('')
  const [description, setDescription] = useState('')
  const [types, setTypes] = useState<string[]>([])
  const ready = client !== '' && url.trim() !== ''
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (ready) make.mutate({ client, url: url.trim(), description: description.trim(), types })
  }
  return (
    <form className={fields.fields} aria-label={t('webhook.add')} onSubmit={submit}>
      <SelectInput
        label={t('webhook.client')}
        description={t('webhook.clientHint')}
        value={client}
        options={[
          { value: '', label: t('webhook.chooseClient') },
          ...(clients?.items ?? []).map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` })),
        ]}
        onChange={setClient}
      />
      <TextInput
        label={t('webhook.url')}
        description={t('webhook.urlHint')}
        placeholder={t('webhook.urlExample')}
        type="url"
        required
        maxLength={2000}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <TextInput
        label={t('webhook.description')}
        maxLength={500}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <fieldset className={fields.part}>
        <legend className={fields.legend}>{t('webhook.types')}</legend>
        <p className={classes.soft}>{t(types.length === 0 ? 'webhook.everything' : 'webhook.chosen', { count: types.length })}</p>
        <TypeChecks chosen={types} onChange={setTypes} />
      </fieldset>
      <ProblemNotice error={make.error} />
      <div className={fields.row}>
        <Button type="submit" disabled={!ready} loading={make.isPending}>
          {t('webhook.make')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
