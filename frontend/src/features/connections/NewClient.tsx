import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Ref } from '@/api/models'
import fields from '@/components/forms/Fields.module.css'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { codeFrom } from '@/lib/code'
import { partyOf } from '@/lib/party'

import { scopesQuery, type useMakeClient } from './clients'
import classes from './Connections.module.css'
import { PaceInput, paceOf } from './PaceInput'
import { ScopeChecks } from './ScopeChecks'
import { type Purpose, PURPOSES, type Scope, scopeWords, usualFor } from './scopes'

interface NewClientProps {
  /** The unit the reader administers: the system’s home, and where it acts unless another is chosen. */
  home: Ref
  make: ReturnType<typeof useMakeClient>
  onCancel: () => void
}

/** A system is registered by what it is for; what that needs is filled in, and can be changed. */
export function NewClient({ home, make, onCancel }: NewClientProps) {
  const query = useQuery(scopesQuery())
  return (
    <QueryView query={query} skeleton={<RowsSkeleton rows={3} />}>
      {({ items }) => <Form scopes={items} home={home} make={make} onCancel={onCancel} />}
    </QueryView>
  )
}

function Form({ scopes, home, make, onCancel }: NewClientProps & { scopes: Scope[] }) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [code, setCode] = useState<string | null>(null)
  const [purpose, setPurpose] = useState<Purpose>('ioc')
  const [chosen, setChosen] = useState(() => usualFor('ioc', scopes))
  const [places, setPlaces] = useState(() => [partyOf('unit', home)])
  const [pace, setPace] = useState('')
  const at = places.flatMap(({ unit }) => (unit ? [unit.id] : []))
  const ready = name.trim() !== '' && chosen.length > 0 && at.length > 0
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!ready) return
    make.mutate({
      code: code ?? codeFrom(name),
      name: name.trim(),
      unit: home.id,
      scopes: chosen,
      requests_per_minute: paceOf(pace),
      at,
    })
  }
  return (
    <form className={fields.fields} aria-label={t('connection.add')} onSubmit={submit}>
      <div className={fields.pair}>
        <TextInput
          label={t('connection.name')}
          description={t('connection.nameHint')}
          placeholder={t('connection.nameExample')}
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t('connection.code')}
          description={t('connection.codeHint')}
          required
          maxLength={64}
          value={code ?? codeFrom(name)}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      </div>
      <fieldset className={classes.purposes}>
        <legend>{t('connection.purpose')}</legend>
        {PURPOSES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="purpose"
              checked={purpose === each}
              onChange={() => {
                setPurpose(each)
                setChosen(usualFor(each, scopes))
              }}
            />
            <span>{t(`connection.purposes.${each}.title`)}</span>
            <span className={classes.soft}>{t(`connection.purposes.${each}.text`)}</span>
          </label>
        ))}
      </fieldset>
      <details className={classes.types} open={purpose === 'other' || undefined}>
        <summary>{t('connection.exactly', { count: chosen.length })}</summary>
        <p className={classes.soft}>{scopeWords(t, chosen).join(' · ')}</p>
        <ScopeChecks scopes={scopes} chosen={chosen} onChange={setChosen} />
      </details>
      <div className={fields.pair}>
        <PartyPicker
          label={t('connection.at')}
          description={t('connection.atHint')}
          only="unit"
          value={places}
          onChange={setPlaces}
        />
        <PaceInput value={pace} onChange={setPace} />
      </div>
      <ProblemNotice error={make.error} />
      <div className={fields.row}>
        <Button type="submit" disabled={!ready} loading={make.isPending}>
          {t('connection.make')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
