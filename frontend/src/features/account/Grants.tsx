import { useTranslation } from 'react-i18next'

import type { MyGrant } from '@/api/models'
import { useSpan } from '@/hooks/useSpan'
import { roleKey } from '@/lib/roles'

import classes from './AccountPage.module.css'

/** In which role, for which unit, and until when. */
export function Grants({ grants }: { grants: readonly MyGrant[] }) {
  const { t } = useTranslation()
  if (grants.length === 0) return <p className={classes.soft}>{t('account.noGrants')}</p>
  return (
    <ul className={classes.list}>
      {grants.map((grant) => (
        <Grant key={grant.id} grant={grant} />
      ))}
    </ul>
  )
}

function Grant({ grant }: { grant: MyGrant }) {
  const { t } = useTranslation()
  const span = useSpan()
  const role = roleKey(grant.role)
  return (
    <li>
      <div>
        <p className={classes.main}>{role === null ? grant.role : t(`role.${role}`)}</p>
        <p>{grant.unit.name}</p>
        {grant.delegated_from && <p className={classes.soft}>{t('account.delegated')}</p>}
        {grant.lent.map((loan) => (
          <p key={loan.id} className={classes.soft}>
            {t('account.lent', { name: loan.user.name, span: span(loan.from, loan.to) })}
          </p>
        ))}
      </div>
      <p className={classes.soft}>{span(grant.from, grant.to)}</p>
    </li>
  )
}
