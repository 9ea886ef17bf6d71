import { Button } from '@mantine/core'
import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'

import type { AskedForm } from '@/api/models'

import { Answer } from './Answer'
import { isFromElsewhere, type Typed } from './answers'
import classes from './Asked.module.css'
import { About } from './AskedCard'
import type { Card } from './order'
import { isBlock, readBlock, spread } from './paste'
import { ProofInput } from './ProofInput'
import { typedOnly } from './typedOnly'
import type { Asking } from './useAsked'

interface AskedGridProps {
  form: AskedForm
  cards: readonly Card[]
  asking: Asking
}

const STEP: Record<string, number> = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }

/** The same questions on a desk: one row each; arrows and Enter move, a block from a spreadsheet fills many rows. */
export function AskedGrid({ form, cards, asking }: AskedGridProps) {
  const { t } = useTranslation()
  const body = useRef<HTMLTableSectionElement>(null)
  const ready = typedOnly(cards, asking.kept)
  function move(event: KeyboardEvent<HTMLElement>, row: number, part: keyof Typed) {
    const step = STEP[event.key]
    if (step === undefined) return
    event.preventDefault()
    focusOn(body.current, row, step, part)
  }
  function paste(event: ClipboardEvent<HTMLElement>, row: number, part: keyof Typed) {
    const text = event.clipboardData.getData('text/plain')
    if (!isBlock(text)) return
    event.preventDefault()
    // A figure from elsewhere has no fields: a block goes past it.
    const open = cards.filter(({ question }) => !isFromElsewhere(question))
    const from = open.findIndex(({ key }) => key === cards[row]?.key)
    const filled = spread(readBlock(text), open.map(({ question }) => question), from, part)
    for (const [at, { question }] of open.entries()) {
      const own = filled.filter((each) => each.row === at)
      if (own.length > 0) asking.type(question, Object.fromEntries(own.map((each) => [each.part, each.value])))
    }
  }
  if (cards.length === 0) return null
  return (
    <div className={classes.sheet}>
      <p className={classes.hint}>{t('asked.gridHint')}</p>
      <table className={classes.grid} aria-label={t('asked.questions')}>
        <thead>
          <tr>
            <th scope="col">{t('asked.column.question')}</th>
            <th scope="col">{t('asked.column.answer')}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {cards.map((card, row) => (
            <tr key={card.key} data-state={card.state} data-card={card.key}>
              <th scope="row">
                <span className={classes.question}>{card.question.question}</span>
                <About form={form} card={card} />
              </th>
              <td>
                <Answer
                  form={form}
                  card={card}
                  asking={asking}
                  onKeyDown={(event, part) => move(event, row, part)}
                  onPaste={(event, part) => paste(event, row, part)}
                />
                {card.question.proof !== null && <ProofInput form={form} question={card.question} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {ready.length > 1 && (
        <div className={classes.foot}>
          <Button loading={asking.busy.size > 0} onClick={() => void asking.sayAll(ready)}>
            {t('asked.saveAll', { count: ready.length })}
          </Button>
        </div>
      )}
    </div>
  )
}

/** The field of the same kind in the nearest row that has fields, up or down. */
function focusOn(body: HTMLElement | null, row: number, step: number, part: keyof Typed): void {
  const rows = [...(body?.querySelectorAll('tr') ?? [])]
  for (let at = row + step; at >= 0 && at < rows.length; at += step) {
    const fields = [...(rows[at]?.querySelectorAll<HTMLInputElement>('input[data-part]') ?? [])]
    const field = fields.find((each) => each.dataset.part === part) ?? fields[0]
    if (field) {
      field.focus()
      field.select()
      return
    }
  }
}
