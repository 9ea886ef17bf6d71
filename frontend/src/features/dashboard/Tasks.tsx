import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Dashboard, TaskStatus, WorkStands } from '@/api/models'
import { Card } from '@/components/Card'
import { useFormat } from '@/hooks/useFormat'

import classes from './Tasks.module.css'

const STATES = ['completed', 'awaiting_confirmation', 'in_progress', 'not_started'] as const satisfies TaskStatus[]
type Lead = Dashboard['work']['tasks']['by_lead'][number]

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)
const allOf = (counts: WorkStands) => sumOf(STATES.map((state) => counts[state]))

/** Tasks of the plan by state and by who leads them; of a commune or a school, work by state. */
export function Tasks({ page }: { page: Dashboard }) {
  const { t } = useTranslation()
  const { tasks, work } = page.work
  if (work !== null) {
    if (allOf(work) === 0) return null
    return (
      <Card title={t('dashboard.tasks.work')}>
        <Bar counts={work} />
        <Legend counts={work} />
      </Card>
    )
  }
  if (allOf(tasks.counts) === 0 || page.plan === null) return null
  return (
    <Card
      title={t('dashboard.tasks.title')}
      aside={
        tasks.counts.overdue > 0 && (
          <Link to="/plans/$planId" params={{ planId: page.plan.id }} search={{ overdue: true }}>
            {t('dashboard.tasks.overdue', { count: tasks.counts.overdue })}
          </Link>
        )
      }
    >
      <Bar counts={tasks.counts} />
      <Legend counts={tasks.counts} plan={page.plan.id} />
      <table className={classes.leads}>
        <caption className={classes.caption}>{t('dashboard.tasks.byLead')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('dashboard.tasks.lead')}</th>
            <th scope="col">{t('dashboard.tasks.progress')}</th>
            <th scope="col">{t('dashboard.tasks.done')}</th>
            <th scope="col">{t('dashboard.tasks.late')}</th>
          </tr>
        </thead>
        <tbody>
          {tasks.by_lead.map((lead) => (
            <LeadRow key={lead.unit?.id ?? lead.printed_name ?? ''} lead={lead} plan={page.plan?.id ?? ''} />
          ))}
        </tbody>
      </table>
    </Card>
  )
}

/** The states side by side, as wide as there are many; said in words beside it. */
function Bar({ counts }: { counts: WorkStands }) {
  const { t } = useTranslation()
  const all = allOf(counts)
  const words = STATES.filter((state) => counts[state] > 0).map((state) => `${t(`task.status.${state}`)}: ${counts[state]}`)
  const widths = STATES.map((state) => (all === 0 ? 0 : (counts[state] / all) * 100))
  return (
    <svg className={classes.bar} viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label={words.join(', ')}>
      {STATES.map((state, place) => (
        <rect key={state} x={sumOf(widths.slice(0, place))} width={widths[place]} height={4} data-state={state} />
      ))}
    </svg>
  )
}

function Legend({ counts, plan }: { counts: WorkStands; plan?: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ul className={classes.legend}>
      {STATES.map((state) => {
        const said = `${t(`task.status.${state}`)}: ${format.number(counts[state])}`
        return (
          <li key={state} data-state={state}>
            {plan === undefined ? said : (
              <Link to="/plans/$planId" params={{ planId: plan }} search={{ status: state }}>
                {said}
              </Link>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function LeadRow({ lead, plan }: { lead: Lead; plan: string }) {
  const { t } = useTranslation()
  const code = lead.unit?.code ?? undefined
  const name = lead.unit?.name ?? lead.printed_name ?? t('dashboard.tasks.nobody')
  return (
    <tr>
      <th scope="row">
        {code === undefined ? name : (
          <Link to="/plans/$planId" params={{ planId: plan }} search={{ lead: code }}>
            {name}
          </Link>
        )}
      </th>
      <td>
        <Bar counts={lead} />
      </td>
      <td>
        {lead.completed}/{allOf(lead)}
      </td>
      <td data-late={lead.overdue > 0 || undefined}>
        {lead.overdue > 0 && code !== undefined ? (
          <Link to="/plans/$planId" params={{ planId: plan }} search={{ lead: code, overdue: true }}>
            {lead.overdue}
          </Link>
        ) : (
          lead.overdue
        )}
      </td>
    </tr>
  )
}
