import { useTranslation } from 'react-i18next'

import type { Evidence } from '@/api/models'
import { Notice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'

type Signature = Evidence['signatures'][number]

/** Who signed the file, and what that is worth, in words. */
export function Signatures({ signatures }: { signatures: readonly Signature[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return signatures.map((each, index) => {
    const standing = standingOf(each)
    const at = each.signed_at && format.dateTime(each.signed_at)
    return (
      <Notice key={index} tone={standing === 'trusted' ? 'good' : standing === 'intact' ? 'info' : 'warn'}>
        {t(`evidence.signature.${standing}`, { signer: each.signer, issuer: each.issuer })}
        {at && ` ${t('evidence.signature.at', { at })}`}
      </Notice>
    )
  })
}

function standingOf({ signer, intact, trusted }: Signature) {
  if (signer === null) return 'unreadable'
  if (trusted) return 'trusted'
  return intact ? 'intact' : 'altered'
}
