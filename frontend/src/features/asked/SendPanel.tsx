import { Button } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { AskedForm } from '@/api/models'
import { Notice, ProblemNotice } from '@/components/Notice'
import { useOnline } from '@/hooks/useOnline'

import { useSendReports } from './api'
import classes from './Asked.module.css'
import type { Arranged } from './order'
import { Receipt } from './Receipt'
import { ShareButton } from './ShareButton'
import { typedOnly } from './typedOnly'
import type { Asking } from './useAsked'

interface SendPanelProps {
  form: AskedForm
  cards: Arranged
  asking: Asking
}

/** Staff prepare, the head sends; who may do both does it here in one step. */
export function SendPanel({ form, cards, asking }: SendPanelProps) {
  const { t } = useTranslation()
  const sendable = form.reports.filter(({ may }) => may.includes('send'))
  const prepared = form.reports.some(({ may }) => may.includes('save'))
  return (
    <section className={classes.send} aria-label={t('asked.send.title')}>
      <Receipt form={form} />
      {sendable.length > 0 ? (
        <Sending form={form} cards={cards} asking={asking} />
      ) : (
        prepared && (
          <>
            <p>{t('asked.send.byHead')}</p>
            <ShareButton label={t('asked.send.askHead')} text={`${t('asked.send.askHeadText', { unit: form.unit.name })} ${location.href}`} />
          </>
        )
      )}
      {form.reports.length === 0 && <p className={classes.soft}>{t('asked.send.none')}</p>}
      {form.reports.map(({ id, round }) => (
        <p key={id}>
          <Link to="/reports/$reportId" params={{ reportId: id }}>
            {t('asked.send.look', { report: round.name })}
          </Link>
        </p>
      ))}
    </section>
  )
}

function Sending({ form, cards, asking }: SendPanelProps) {
  const { t } = useTranslation()
  const online = useOnline()
  const send = useSendReports()
  const [pressed, setPressed] = useState(false)
  const left = [...cards.front, ...cards.behind]
  const problems = left.filter(({ state }) => state === 'problem')
  const typed = typedOnly(left, asking.kept)
  const reports = form.reports.filter(({ may }) => may.includes('send'))
  async function go() {
    const clean = typed.length === 0 || (await asking.sayAll(typed))
    const open = left.length - typed.length
    if (clean && (open === 0 || (pressed && problems.length === 0))) send.mutate(reports)
    else if (!pressed) lookAt(problems[0] ?? left[0])
    setPressed(true)
  }
  const anyway = pressed && problems.length === 0 && left.length > 0
  return (
    <>
      {pressed && problems.length > 0 && <Notice tone="warn">{t('asked.send.problems', { count: problems.length })}</Notice>}
      {anyway && <Notice tone="warn">{t('asked.send.unanswered', { count: left.length })}</Notice>}
      {!online && <Notice tone="info">{t('asked.send.offline')}</Notice>}
      <ProblemNotice error={send.error} />
      <Button
        size="lg"
        fullWidth
        leftSection={<IconSend size={20} aria-hidden="true" />}
        loading={send.isPending || asking.busy.size > 0}
        disabled={!online || asking.waiting > 0}
        onClick={() => void go()}
      >
        {anyway ? t('asked.send.anyway') : t('report.send')}
      </Button>
    </>
  )
}

/** Brings a card that still wants something into sight. */
function lookAt(card: Arranged['front'][number] | undefined): void {
  if (card === undefined) return
  const shown = document.querySelector(`[data-card="${CSS.escape(card.key)}"]`)
  shown?.scrollIntoView({ block: 'center' })
  shown?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
}
