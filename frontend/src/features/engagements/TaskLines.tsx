import { useTranslation } from 'react-i18next'

import type { Task } from '@/api/models'
import { Segments } from '@/components/Segments'

import classes from './Engagements.module.css'
import { SchoolChoice, useSchoolWords } from './SchoolChoice'
import { type Choice, type Choices, type Line, OWES } from './lines'

interface TaskLinesProps {
  task: Task
  lines: readonly Line[]
  choices: Choices
  /** Absent where nothing can be set any more. */
  onChoose: ((line: Line, choice: Choice) => void) | undefined
}

/** One task, and a line for each audience it names. */
export function TaskLines({ task, lines, choices, onChoose }: TaskLinesProps) {
  const { t } = useTranslation()
  return (
    <li className={classes.task}>
      <div className={classes.words}>
        <span className={classes.number}>{task.number}</span>
        <div>
          <p className={classes.title}>{task.title}</p>
          <p className={classes.soft}>
            {[task.schedule.text, ...task.deliverables.map(({ title }) => title)].filter(Boolean).join(' · ')}
          </p>
        </div>
      </div>
      {lines.length === 0 ? (
        <p className={classes.none}>{t('engagement.onlyUnits')}</p>
      ) : (
        <ul className={classes.lines}>
          {lines.map((line) => {
            const choice = choices[line.key]
            return choice && <LineView key={line.key} line={line} choice={choice} onChoose={onChoose} />
          })}
        </ul>
      )}
    </li>
  )
}

interface LineViewProps {
  line: Line
  choice: Choice
  onChoose: ((line: Line, choice: Choice) => void) | undefined
}

function LineView({ line, choice, onChoose }: LineViewProps) {
  const { t } = useTranslation()
  const schools = useSchoolWords()
  return (
    <li className={classes.line}>
      <div className={classes.audience}>
        <p>{line.audience.name}</p>
        {line.role && <p className={classes.soft}>{t(`participants.role.${line.role}`)}</p>}
      </div>
      {onChoose ? (
        <div className={classes.choice}>
          <Segments
            label={t('engagement.owesLabel', { audience: line.audience.name })}
            value={choice.owes}
            options={OWES.map((value) => ({ value, label: t(`owes.short.${value}`) }))}
            onChange={(owes) => onChoose(line, { ...choice, owes })}
          />
          {choice.owes !== 'inform' && (
            <SchoolChoice
              choice={choice}
              audience={line.audience.name}
              onChange={(next) => onChoose(line, next)}
            />
          )}
        </div>
      ) : (
        <p className={classes.choice}>
          {t(`owes.${choice.owes}`)}
          <span className={classes.soft}>{schools(choice)}</span>
        </p>
      )}
    </li>
  )
}
