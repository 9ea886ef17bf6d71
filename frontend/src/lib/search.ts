/** The address bar holds plain text: `?q=truong&status=completed`, never JSON. */

import { vietnamDay } from './format'

export type RawSearch = Record<string, unknown>

/** The one value of a parameter, trimmed; an empty one counts as absent. */
export function textParam(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return value.trim() === '' ? undefined : value
}

/** The value if it is one of those allowed: a mistyped address falls back to no filter. */
export function choiceParam<const T extends string>(
  value: unknown,
  allowed: readonly T[],
): T | undefined {
  return allowed.find((candidate) => candidate === value)
}

/** `true` for `1` or `true`; otherwise absent. */
export function flagParam(value: unknown): true | undefined {
  return value === 'true' || value === '1' || value === true ? true : undefined
}

/** A calendar date that exists, as `YYYY-MM-DD`. */
export function dateParam(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : undefined
}

/** A day that is not after today in Việt Nam: what will be cannot be read. */
export function pastDayParam(value: unknown): string | undefined {
  const day = dateParam(value)
  return day !== undefined && day <= vietnamDay(new Date()) ? day : undefined
}

/** An address on this site to return to; anything that could lead elsewhere is dropped. */
export function returnParam(value: unknown): string | undefined {
  // Browsers leave tabs and line ends out of an address: what follows one counts as the second character.
  return typeof value === 'string' && /^\/(?![/\\])\P{Cc}*$/u.test(value) ? value : undefined
}

export function parseSearch(text: string): RawSearch {
  return Object.fromEntries(new URLSearchParams(text))
}

export function stringifySearch(search: RawSearch): string {
  const given = Object.entries(search).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}
