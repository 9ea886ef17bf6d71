import { useTranslation } from 'react-i18next'

import type { Participation, ParticipationRole } from '@/api/models'

import classes from './Participants.module.css'

interface ParticipantsProps {
  participations: readonly Participation[]
  part: ParticipationRole
  /** Also says which unit or audience of today stands behind each printed name. */
  resolved?: boolean
}

/** The units that have one part in the work, each under the name that the plan prints. */
export function Participants({ participations, part, resolved = false }: ParticipantsProps) {
  const named = participations.filter((participation) => participation.role === part)
  if (named.length === 0) return null
  return (
    <ul className={classes.list} data-resolved={resolved || undefined}>
      {named.map((participation, index) => (
        <li key={`${index}-${participation.printed_name}`}>
          {participation.printed_name}
          {resolved && <Behind participation={participation} />}
        </li>
      ))}
    </ul>
  )
}

function Behind({ participation }: { participation: Participation }) {
  const { t } = useTranslation()
  const { unit, audience, printed_name } = participation
  if (unit) return unit.name === printed_name ? null : <Note text={t('participants.unit', { name: unit.name })} />
  if (audience) return <Note text={t('participants.audience', { name: audience.name })} />
  return <Note text={t('participants.unresolved')} />
}

function Note({ text }: { text: string }) {
  return <span className={classes.note}>{text}</span>
}
