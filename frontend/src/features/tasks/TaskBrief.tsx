import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { Facts } from '@/components/Facts'
import { Participants } from '@/components/Participants'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'

import { taskQuery } from './api'
import classes from './TaskPage.module.css'

/** What the plan says of a task, beside the work that one unit does for it. */
export function TaskBrief({ taskId }: { taskId: string }) {
  const { t } = useTranslation()
  const query = useQuery(taskQuery(taskId))
  return (
    <Card title={t('task.inPlan')}>
      <QueryView query={query} skeleton={<RowsSkeleton rows={3} />}>
        {(task) => (
          <Facts
            facts={[
              { label: t('task.purpose'), value: task.purpose },
              {
                label: t('task.requirements'),
                value: task.requirements.length > 0 && (
                  <ul className={classes.lines}>
                    {task.requirements.map((each) => (
                      <li key={each}>{each}</li>
                    ))}
                  </ul>
                ),
              },
              {
                label: t('task.deliverables'),
                value: task.deliverables.map(({ title }) => title).join('; '),
              },
              { label: t('task.column.schedule'), value: task.schedule.text },
              { label: t('participants.role.lead'), value: <Participants participations={task.participations} part="lead" /> },
              { label: t('task.note'), value: task.note },
            ]}
          />
        )}
      </QueryView>
    </Card>
  )
}
