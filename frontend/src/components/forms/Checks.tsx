import classes from './Checks.module.css'

interface ChecksProps<T extends string> {
  legend: string
  /** The legend is read aloud only: what stands around says it already. */
  quiet?: boolean
  options: readonly { value: T; label: string }[]
  chosen: readonly T[]
  onChange: (chosen: T[]) => void
}

/** Any of a few, in the order of the options. */
export function Checks<T extends string>({ legend, quiet = false, options, chosen, onChange }: ChecksProps<T>) {
  const values = options.map(({ value }) => value)
  return (
    <fieldset className={classes.checks}>
      <legend className={classes.legend} data-quiet={quiet || undefined}>
        {legend}
      </legend>
      {options.map(({ value, label }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(values.filter((each) => (each === value ? event.currentTarget.checked : chosen.includes(each))))
            }
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
