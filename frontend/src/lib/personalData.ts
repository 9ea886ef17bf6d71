/** What the server warned of in what was written last: it looks like personal data. */
const KINDS = ['citizen_number', 'list_of_names'] as const
export type PersonalData = (typeof KINDS)[number]

const NOTHING: readonly PersonalData[] = []
let found: readonly PersonalData[] = NOTHING
const listeners = new Set<() => void>()

function become(next: readonly PersonalData[]) {
  found = next
  for (const notify of listeners) notify()
}

/** Take the warning of an answer, if it has one. */
export function heedWarning(answer: Response): void {
  const said = answer.headers.get('X-Personal-Data')
  if (said !== null) become(KINDS.filter((kind) => said.includes(kind)))
}

export const personalData = {
  current: () => found,
  dismiss: () => become(NOTHING),
  subscribe: (notify: () => void) => {
    listeners.add(notify)
    return () => void listeners.delete(notify)
  },
}
