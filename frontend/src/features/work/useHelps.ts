import { useQuery } from '@tanstack/react-query'

import { meQuery } from '@/lib/me'

import { helpsOthers } from './mine'

export function useHelps(): boolean {
  return helpsOthers(useQuery(meQuery()).data)
}
