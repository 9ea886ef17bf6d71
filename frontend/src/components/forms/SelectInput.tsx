import { NativeSelect } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'

interface SelectInputProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  description?: string
}

/** One of few, as a field of a form: the device's own list. */
export function SelectInput<T extends string>({ label, value, options, onChange, description }: SelectInputProps<T>) {
  return (
    <NativeSelect
      label={label}
      description={description}
      data={[...options]}
      rightSection={<IconSelector size={16} aria-hidden="true" />}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value)
        if (chosen) onChange(chosen.value)
      }}
    />
  )
}
