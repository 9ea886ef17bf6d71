import { useMutation } from '@tanstack/react-query'

import { session } from '@/lib/browserSession'

export function useSignIn() {
  return useMutation({ mutationFn: session.signIn })
}
