import { useTranslation } from 'react-i18next'

import { useProblemText } from '@/hooks/useProblemText'
import { NoPasskey } from '@/lib/passkeys'

/** Why a passkey was not made or not taken: by the device, or in the words of the server. */
export function usePasskeyProblem() {
  const { t } = useTranslation()
  const text = useProblemText()
  return (error: Error): string => (error instanceof NoPasskey ? t(`passkey.problem.${error.reason}`) : text(error))
}
