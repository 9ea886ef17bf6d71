import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/ScrollArea.css'

import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Ref } from '@/api/models'
import { useIndicators } from '@/hooks/useIndicators'

import { IndicatorForm } from './IndicatorForm'
import classes from './PartyPicker.module.css'

const TYPING_PAUSE = 200
const NEW = 'new'

interface IndicatorPickerProps {
  value: Ref | null
  /** What a new one is likely called. */
  name: string
  /** Nothing need be chosen; says what follows then. */
  optional?: string
  onChange: (indicator: Ref) => void
}

/** What is measured: found by name, or defined here where nothing measures it yet. */
export function IndicatorPicker({ value, name, optional, onChange }: IndicatorPickerProps) {
  const { t } = useTranslation()
  const [text, setText] = useState<string | null>(null)
  const [making, setMaking] = useState(false)
  const [q] = useDebouncedValue((text ?? '').trim(), TYPING_PAUSE)
  const box = useCombobox({
    onDropdownClose: () => {
      box.resetSelectedOption()
      setText(null)
    },
  })
  const { data, isFetching } = useIndicators(q, box.dropdownOpened)
  const found = data?.items ?? []
  function choose(option: string) {
    box.closeDropdown()
    const indicator = found.find(({ id }) => id === option)
    if (indicator) onChange({ id: indicator.id, code: indicator.code, name: indicator.name })
    else setMaking(true)
  }
  if (making) {
    return (
      <IndicatorForm
        name={name}
        onMade={(made) => {
          setMaking(false)
          onChange(made)
        }}
        onCancel={() => setMaking(false)}
      />
    )
  }
  return (
    <Combobox store={box} onOptionSubmit={choose}>
      <Combobox.Target>
        <TextInput
          label={t('targetForm.indicator')}
          description={t('targetForm.indicatorHint')}
          required={optional === undefined}
          placeholder={optional ?? t('targetForm.indicatorSearch')}
          value={text ?? value?.name ?? ''}
          onFocus={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
          onChange={(event) => {
            setText(event.currentTarget.value)
            box.openDropdown()
            box.updateSelectedOptionIndex()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown}>
        <Combobox.Options aria-label={t('targetForm.indicator')} className={classes.options}>
          {found.map((indicator) => (
            <Combobox.Option key={indicator.id} value={indicator.id} className={classes.option}>
              <span>
                {indicator.name} ({indicator.unit_of_measure})
              </span>
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t(isFetching ? 'state.loading' : 'targetForm.noIndicator')}</Combobox.Empty>}
          <Combobox.Option value={NEW} className={classes.option}>
            <IconPlus size={16} aria-hidden="true" />
            {t('targetForm.newIndicator')}
          </Combobox.Option>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
