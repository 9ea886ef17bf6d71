import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Regime } from '@/api/models'
import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'

import { useChangeRegime } from './api'
import { moved, type Section, SECTION_KINDS, withOutline, withSection } from './regime'
import classes from './Reports.module.css'

interface OutlineFormProps {
  regime: Regime
  onDone: () => void
}

/** The sections of a regime's reports, step by step: named, ordered, added, taken out. */
export function OutlineForm({ regime, onDone }: OutlineFormProps) {
  const { t } = useTranslation()
  const [place, setPlace] = useState(0)
  const steps = regime.steps.map(({ who }, at) => ({
    value: String(at),
    label: who.map(({ printed_name: name }) => name).join('; '),
  }))
  return (
    <section className={classes.stack} aria-label={t('report.outline.of', { title: regime.title })}>
      {steps.length > 1 && (
        <SelectInput
          label={t('report.outline.step')}
          value={String(place)}
          options={steps}
          onChange={(value) => setPlace(Number(value))}
        />
      )}
      <Sections key={place} regime={regime} place={place} onDone={onDone} />
    </section>
  )
}

function Sections({ regime, place, onDone }: OutlineFormProps & { place: number }) {
  const { t } = useTranslation()
  const [outline, setOutline] = useState<Section[]>(() => [...(regime.steps[place]?.outline ?? [])])
  const act = useChangeRegime(regime)
  const set = (at: number, part: Partial<Section>) =>
    setOutline(outline.map((section, each) => (each === at ? { ...section, ...part } : section)))
  const whole = outline.length > 0 && outline.every(({ title }) => title.trim() !== '')
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (whole) act.mutate({ steps: withOutline(regime, place, outline) }, { onSuccess: onDone })
  }
  return (
    <form className={classes.stack} onSubmit={submit}>
      <p className={classes.soft}>{t('report.outline.hint')}</p>
      <ol className={classes.lines}>
        {outline.map((section, at) => (
          <li key={section.code} className={classes.outline}>
            <TextInput
              label={t('report.outline.title', { place: at + 1 })}
              required
              maxLength={300}
              value={section.title}
              onChange={(event) => set(at, { title: event.currentTarget.value })}
            />
            <SelectInput
              label={t('report.outline.kind')}
              value={section.kind}
              options={SECTION_KINDS.map((value) => ({ value, label: t(`report.outline.kinds.${value}`) }))}
              onChange={(kind) => set(at, { kind })}
            />
            <Moves
              name={section.title}
              first={at === 0}
              last={at === outline.length - 1}
              onMove={(by) => setOutline(moved(outline, at, by))}
              onRemove={() => setOutline(outline.filter((_, each) => each !== at))}
            />
          </li>
        ))}
      </ol>
      <ProblemNotice error={act.error} />
      <div className={classes.acts}>
        <Button type="submit" loading={act.isPending} disabled={!whole}>
          {t('action.save')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setOutline(withSection(outline))}
        >
          {t('report.outline.add')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}

interface MovesProps {
  name: string
  first: boolean
  last: boolean
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function Moves({ name, first, last, onMove, onRemove }: MovesProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.acts}>
      <ActionIcon variant="default" size={36} disabled={first} aria-label={t('report.outline.up', { name })} onClick={() => onMove(-1)}>
        <IconArrowUp size={18} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="default" size={36} disabled={last} aria-label={t('report.outline.down', { name })} onClick={() => onMove(1)}>
        <IconArrowDown size={18} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="default" size={36} aria-label={t('report.outline.remove', { name })} onClick={onRemove}>
        <IconTrash size={18} aria-hidden="true" />
      </ActionIcon>
    </div>
  )
}
