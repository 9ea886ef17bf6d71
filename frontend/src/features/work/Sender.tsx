import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'

import { useSender, useWaiting } from './useOutbox'

/** Beside every page: what was entered without a line waits here, and goes by itself. */
export function Sender() {
  const { t } = useTranslation()
  const sent = useSender()
  const all = useWaiting()
  const refused = all.filter((each) => each.refused)
  const waits = all.length - refused.length
  return (
    <>
      {waits > 0 && <Notice tone="info">{t('work.sender.waits', { count: waits })}</Notice>}
      {waits === 0 && sent > 0 && <Notice tone="good">{t('work.sender.sent', { count: sent })}</Notice>}
      {refused.map(({ id }) => (
        <Notice key={id} tone="warn">
          {t('work.sender.refused')}{' '}
          <Link to="/assignments/$assignmentId" params={{ assignmentId: id }}>
            {t('work.sender.look')}
          </Link>
        </Notice>
      ))}
    </>
  )
}
