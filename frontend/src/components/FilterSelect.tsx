import { NativeSelect } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'

interface FilterSelectProps<T extends string> {
  label: string
  /** What stands in the list for “no filter”. */
  anything: string
  value: T | undefined
  options: readonly { value: T; label: string }[]
  onChange: (value: T | undefined) => void
}

/** A filter of few choices: the device's own list, which every phone and keyboard knows. */
export function FilterSelect<T extends string>(props: FilterSelectProps<T>) {
  const { label, anything, value, options, onChange } = props
  const data = [{ value: '', label: anything }, ...options]
  return (
    <NativeSelect
      aria-label={label}
      data={data}
      rightSection={<IconSelector size={16} aria-hidden="true" />}
      value={value ?? ''}
      data-active={value !== undefined || undefined}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        onChange(options.find((option) => option.value === chosen)?.value)
      }}
    />
  )
}
