import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Pill.css'
import '@mantine/core/styles/PillsInput.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/ScrollArea.css'

import { Combobox, Pill, PillsInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle, IconBuilding, IconQuote, IconUsersGroup } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { type FoundParty, useParties } from '@/hooks/useParties'
import { isResolved, type Party, partyOf, samePrint } from '@/lib/party'

import classes from './PartyPicker.module.css'

const TYPING_PAUSE = 200
const AS_PRINTED = 'printed'

interface PartyPickerProps {
  label: string
  value: readonly Party[]
  onChange: (parties: Party[]) => void
  description?: string
  /** Units alone. */
  only?: 'unit'
  /** A name that no unit has may stand as it is printed: so by itself, unless units alone are asked for. */
  printed?: boolean
}

/** Units and audiences found by name; a name that none has can stand as it is printed. */
export function PartyPicker({ label, value, onChange, description, only, printed = !only }: PartyPickerProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), TYPING_PAUSE)
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() })
  const { data: found = [], isFetching } = useParties(q, box.dropdownOpened)
  const asked = only === undefined ? found : found.filter(({ kind }) => kind === only)
  const offered = asked.filter(({ id }) => !value.some(({ unit, audience }) => (unit ?? audience)?.id === id))
  function choose(option: string) {
    const party = offered.find(({ id }) => id === option)
    const chosen = party ? partyOf(party.kind, party) : { unit: null, audience: null, printed_name: text.trim() }
    onChange([...value, chosen])
    setText('')
    // Units alone are chosen one at a time.
    if (only) box.closeDropdown()
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Backspace' || text !== '' || value.length === 0) return
    event.preventDefault()
    onChange(value.slice(0, -1))
  }
  return (
    <Combobox store={box} onOptionSubmit={choose}>
      <Combobox.DropdownTarget>
        <PillsInput label={label} description={description} onClick={() => box.openDropdown()}>
          <Pill.Group>
            {value.map((party, index) => (
              <Chip
                key={`${index}-${party.printed_name}`}
                party={party}
                onRemove={() => onChange(value.filter((_, place) => place !== index))}
              />
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                aria-label={label}
                value={text}
                placeholder={t(value.length === 0 ? (only ? 'party.aUnit' : 'party.placeholder') : only ? 'party.findUnit' : 'party.more')}
                onFocus={() => box.openDropdown()}
                onBlur={() => box.closeDropdown()}
                onKeyDown={onKeyDown}
                onChange={(event) => {
                  setText(event.currentTarget.value)
                  box.openDropdown()
                  box.updateSelectedOptionIndex()
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown className={classes.dropdown}>
        <Combobox.Options aria-label={label} className={classes.options}>
          <Group title={t('party.audiences')} parties={offered.filter(({ kind }) => kind === 'audience')} />
          <Group title={t('party.units')} parties={offered.filter(({ kind }) => kind === 'unit')} />
          {text.trim() !== '' && printed && (
            <Combobox.Option value={AS_PRINTED} className={classes.option}>
              <IconQuote size={16} aria-hidden="true" />
              {t('party.asPrinted', { name: text.trim() })}
            </Combobox.Option>
          )}
          {offered.length === 0 && (text.trim() === '' || !printed) && (
            <Combobox.Empty>{t(isFetching ? 'state.loading' : 'party.nothing')}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

function Group({ title, parties }: { title: string; parties: readonly FoundParty[] }) {
  if (parties.length === 0) return null
  return (
    <Combobox.Group label={title}>
      {parties.map(({ id, name, kind }) => (
        <Combobox.Option key={id} value={id} className={classes.option}>
          {kind === 'unit' ? (
            <IconBuilding size={16} aria-hidden="true" />
          ) : (
            <IconUsersGroup size={16} aria-hidden="true" />
          )}
          {name}
        </Combobox.Option>
      ))}
    </Combobox.Group>
  )
}

/** The printed name; what it means where that is called otherwise, or a warning that nothing stands behind it. */
function Chip({ party, onRemove }: { party: Party; onRemove: () => void }) {
  const { t } = useTranslation()
  const meant = (party.unit ?? party.audience)?.name
  return (
    <Pill
      className={classes.pill}
      data-open={!isResolved(party) || undefined}
      title={meant ?? t('participants.unresolved')}
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ 'aria-label': t('party.remove', { name: party.printed_name }), 'aria-hidden': false, tabIndex: 0 }}
    >
      {!isResolved(party) && <IconAlertTriangle size={14} aria-label={t('participants.unresolved')} />}
      {party.printed_name}
      {meant && !samePrint(meant, party.printed_name) && <span className={classes.meant}> → {meant}</span>}
    </Pill>
  )
}
