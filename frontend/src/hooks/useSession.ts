import { useSyncExternalStore } from 'react'

import { session } from '@/lib/browserSession'
import type { SessionState } from '@/lib/session'

export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.state)
}
