import { Button } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Ref } from '@/api/models'
import { Card } from '@/components/Card'
import fields from '@/components/forms/Fields.module.css'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { SelectInput } from '@/components/forms/SelectInput'
import { Notice, ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { partyOf } from '@/lib/party'

import { KINDS, type Level, LEVELS, type useInvite, waitingQuery, type Where } from './api'
import classes from './Invitations.module.css'

/** Who first acts for a unit of a kind. */
const FIRST = { school: 'school_head', commune: 'commune_officer' } as const

interface InviteFormProps {
  /** The unit of the reader: links are made for those below it. */
  home: Ref
  /** Whether the reader opens accounts, too. */
  mayOpen: boolean
  invite: ReturnType<typeof useInvite>
}

/** Which units are let in: how many that means is said before any link is made. */
export function InviteForm({ home, mayOpen, invite }: InviteFormProps) {
  const { t } = useTranslation()
  const [place, setPlace] = useState(() => [partyOf('unit', home)])
  const [kind, setKind] = useState<(typeof KINDS)[number]>('school')
  const [level, setLevel] = useState<Level | ''>('')
  const where: Where = {
    under: place[0]?.unit?.id ?? home.id,
    kind,
    education_level: kind === 'school' && level !== '' ? level : undefined,
  }
  return (
    <Card title={t('invite.whom')}>
      <div className={fields.fields}>
        <PartyPicker
          label={t('invite.under')}
          description={t('invite.underHint')}
          only="unit"
          value={place}
          onChange={(chosen) => setPlace(chosen.slice(-1))}
        />
        <div className={fields.pair}>
          <SelectInput
            label={t('invite.kind')}
            value={kind}
            options={KINDS.map((value) => ({ value, label: t(`invite.kinds.${value}`) }))}
            onChange={setKind}
          />
          {kind === 'school' && (
            <SelectInput
              label={t('unit.levels')}
              value={level}
              options={[
                { value: '', label: t('invite.anyLevel') },
                ...LEVELS.map((value) => ({ value, label: t(`unit.level.${value}`) })),
              ]}
              onChange={setLevel}
            />
          )}
        </div>
        {invite.data?.count === 0 && <Notice tone="info">{t('invite.noneMade')}</Notice>}
        <Waiting key={JSON.stringify(where)} where={where} mayOpen={mayOpen} invite={invite} />
      </div>
    </Card>
  )
}

interface WaitingProps {
  where: Where & { kind?: keyof typeof FIRST | undefined }
  mayOpen: boolean
  invite: InviteFormProps['invite']
}

function Waiting({ where, mayOpen, invite }: WaitingProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery(waitingQuery(where))
  const [opening, setOpening] = useState(mayOpen)
  const [renewing, setRenewing] = useState(false)
  return (
    <QueryView query={query} skeleton={<RowsSkeleton rows={2} />}>
      {({ accounts, linked, without_account: without }) => {
        const empty = without ?? 0
        const count = (renewing ? accounts : accounts - linked) + (opening ? empty : 0)
        function submit(event: SubmitEvent) {
          event.preventDefault()
          const role = opening && empty > 0 && where.kind ? FIRST[where.kind] : null
          invite.mutate({ ...where, keep_open: !renewing, open_role: role })
        }
        return (
          <form className={fields.fields} onSubmit={submit}>
            <ul className={classes.counts}>
              <li>{t('invite.waiting', { count: accounts, accounts: format.number(accounts) })}</li>
              {linked > 0 && <li>{t('invite.linked', { count: linked, linked: format.number(linked) })}</li>}
              {without !== null && <li>{t('invite.empty', { count: empty, units: format.number(empty) })}</li>}
            </ul>
            {empty > 0 && (
              <label className={classes.tick}>
                <input type="checkbox" checked={opening} onChange={(event) => setOpening(event.currentTarget.checked)} />
                <span>{t('invite.open', { role: t(`role.${FIRST[where.kind ?? 'school']}`) })}</span>
              </label>
            )}
            {linked > 0 && (
              <label className={classes.tick}>
                <input type="checkbox" checked={renewing} onChange={(event) => setRenewing(event.currentTarget.checked)} />
                <span>{t('invite.renew')}</span>
              </label>
            )}
            <ProblemNotice error={invite.error} />
            <div className={fields.row}>
              <Button
                type="submit"
                size="md"
                leftSection={<IconLink size={18} aria-hidden="true" />}
                disabled={count === 0}
                loading={invite.isPending}
              >
                {t('invite.make', { count, links: format.number(count) })}
              </Button>
            </div>
            <p className={fields.soft}>{t('invite.once')}</p>
          </form>
        )
      }}
    </QueryView>
  )
}
