import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { alikeQuery } from './api'
import classes from './Followup.module.css'

interface AlikeChoiceProps {
  id: string
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
}

/** Difficulties that read like this one: who answers chooses which of them get the same answer. */
export function AlikeChoice({ id, chosen, onChoose }: AlikeChoiceProps) {
  const { t } = useTranslation()
  const { data } = useQuery(alikeQuery(id))
  if (!data || data.items.length === 0) return null
  const ids = data.items.map((each) => each.id)
  const everyone = ids.every((each) => chosen.has(each))
  function toggle(one: string) {
    const next = new Set(chosen)
    if (!next.delete(one)) next.add(one)
    onChoose(next)
  }
  return (
    <fieldset className={classes.alike}>
      <legend>{t('difficulty.alike.title')}</legend>
      <p className={classes.soft}>{t('difficulty.alike.text', { count: ids.length })}</p>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => onChoose(everyone ? new Set() : new Set(ids))}
      >
        {everyone ? t('difficulty.alike.nobody') : t('difficulty.alike.everyone')}
      </Button>
      <div className={classes.alikes}>
        {data.items.map(({ id: each, unit, title, task }) => (
          <label key={each}>
            <input type="checkbox" checked={chosen.has(each)} onChange={() => toggle(each)} />
            <span>
              {unit.name}
              <span className={classes.soft}>
                {title}
                {task && ` · ${task.name}`}
              </span>
            </span>
          </label>
        ))}
      </div>
      {chosen.size > 0 && <p role="status">{t('difficulty.alike.chosen', { count: chosen.size + 1 })}</p>}
    </fieldset>
  )
}
