import { QRCodeSVG } from 'qrcode.react'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/hooks/useFormat'

import type { Letter } from './api'
import classes from './Invitations.module.css'

const STEPS = ['scan', 'password', 'signIn'] as const

/** One sheet of paper for one account: who it is for, the link and its picture, how to begin, until when. */
export function LetterPage({ letter: { unit, name, username, link, expires_at: until } }: { letter: Letter }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <article className={classes.letter} aria-label={unit.name}>
      <header className={classes.letterHead}>
        <p>{t('product.name')}</p>
        <h2>{unit.name}</h2>
        <p>{t('invite.letter.title')}</p>
      </header>
      <div className={classes.letterBody}>
        <dl>
          <dt>{t('invitation.for')}</dt>
          <dd>{name}</dd>
          <dt>{t('invitation.username')}</dt>
          <dd className={classes.username}>{username}</dd>
          <dt>{t('invite.letter.until')}</dt>
          <dd>{format.dateTime(until)}</dd>
        </dl>
        {/* Dark on light whatever the screen: a camera must read it. */}
        <QRCodeSVG value={link} size={190} level="M" marginSize={2} title={t('invite.letter.code')} />
      </div>
      <ol>
        {STEPS.map((step) => (
          <li key={step}>{t(`invite.letter.step.${step}`, { username })}</li>
        ))}
      </ol>
      <p className={classes.link}>{link}</p>
      <p className={classes.care}>{t('invite.letter.care')}</p>
    </article>
  )
}
