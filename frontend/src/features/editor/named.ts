import { namesOf, type Party } from '@/lib/party'

/** What a field holds, as a reader would say it. */
export const named = (value: string | readonly Party[]): string => (typeof value === 'string' ? value : namesOf(value))
