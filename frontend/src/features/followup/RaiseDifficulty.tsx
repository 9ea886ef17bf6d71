import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconMessageExclamation } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { Notice, ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'
import { useMay } from '@/hooks/useMay'

import { type About, recipientsQuery, useRaise } from './api'
import classes from './Followup.module.css'

interface RaiseDifficultyProps {
  about: About
  /** Stands in a part of a page that says already what it is. */
  inside?: boolean
}

/** Says what stands in the way, to the unit that can answer; nothing where there is nobody above. */
export function RaiseDifficulty({ about, inside = false }: RaiseDifficultyProps) {
  const { t } = useTranslation()
  const may = useMay('difficulty:write')
  const recipients = useQuery({ ...recipientsQuery(about), enabled: may }).data?.items ?? []
  const [writing, setWriting] = useState(false)
  const raise = useRaise()
  if (!may || recipients.length === 0) return null
  const content = (
    <div className={classes.form}>
      {raise.data && (
        <Notice tone="good">
          {t('difficulty.raised', { unit: raise.data.put_to.name })}{' '}
          <Link to="/difficulties" search={{ open: raise.data.id }}>
            {t('difficulty.see')}
          </Link>
        </Notice>
      )}
      {writing ? (
        <RaiseForm about={about} recipients={recipients} raise={raise} onDone={() => setWriting(false)} />
      ) : (
        <>
          <p className={classes.soft}>{t('difficulty.hint')}</p>
          <Button
            variant="default"
            leftSection={<IconMessageExclamation size={18} aria-hidden="true" />}
            onClick={() => setWriting(true)}
          >
            {t('difficulty.raise')}
          </Button>
        </>
      )}
    </div>
  )
  return inside ? content : <Card title={t('difficulty.title')}>{content}</Card>
}

interface RaiseFormProps {
  about: About
  recipients: readonly { unit: { id: string; name: string }; usual: boolean }[]
  raise: ReturnType<typeof useRaise>
  onDone: () => void
}

function RaiseForm({ about, recipients, raise, onDone }: RaiseFormProps) {
  const { t } = useTranslation()
  const usual = recipients.find((each) => each.usual) ?? recipients[0]
  const draft = useDraft(`difficulty.${about.report_id ?? about.task ?? ''}.${about.unit ?? ''}`, {
    title: '',
    text: '',
    put_to: usual?.unit.id ?? '',
  })
  const { title, text, put_to: putTo } = draft.values
  const ready = title.trim() !== '' && text.trim() !== ''
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!ready) return
    const onSuccess = () => {
      draft.clear()
      onDone()
    }
    raise.mutate({ ...about, title: title.trim(), text: text.trim(), put_to: putTo }, { onSuccess })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t('difficulty.field.title')}
        maxLength={500}
        value={title}
        onChange={(event) => draft.set('title', event.currentTarget.value)}
      />
      <Textarea
        label={t('difficulty.field.text')}
        description={t('difficulty.field.textHint')}
        rows={5}
        value={text}
        onChange={(event) => draft.set('text', event.currentTarget.value)}
      />
      <NativeSelect
        label={t('difficulty.recipient')}
        value={putTo}
        data={recipients.map(({ unit }) => ({ value: unit.id, label: unit.name }))}
        onChange={(event) => draft.set('put_to', event.currentTarget.value)}
      />
      <ProblemNotice error={raise.error} />
      <div className={classes.acts}>
        <Button type="submit" loading={raise.isPending} disabled={!ready}>
          {t('difficulty.send')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
