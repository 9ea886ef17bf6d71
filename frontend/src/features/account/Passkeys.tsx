import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { passkeysWork } from '@/lib/passkeys'

import classes from './AccountPage.module.css'
import { AddPasskey } from './AddPasskey'
import { PasskeyLine } from './PasskeyLine'
import { passkeysQuery } from './ownPasskeys'

/** The passkeys of one’s own account: what they are for, those there are, one more. */
export function Passkeys() {
  const { t } = useTranslation()
  const query = useQuery(passkeysQuery())
  return (
    <div className={classes.part}>
      <p>{t('passkey.text')}</p>
      <QueryView query={query} skeleton={<RowsSkeleton rows={1} />}>
        {({ items }) => (
          <>
            {items.length > 0 && (
              <ul className={classes.list}>
                {items.map((passkey) => (
                  <PasskeyLine key={passkey.id} passkey={passkey} />
                ))}
              </ul>
            )}
            {passkeysWork() ? <AddPasskey /> : <Notice tone="info">{t('passkey.notHere')}</Notice>}
          </>
        )}
      </QueryView>
    </div>
  )
}
