import { complaintOf, isFromElsewhere, isWhole, type KeptAnswers, type Said, typedOf } from './answers'
import type { Card } from './order'

/** Cards whose answer is typed in full and not said yet: nothing typed is left behind when the report goes. */
export function typedOnly(cards: readonly Card[], kept: KeptAnswers): { question: Card['question']; said: Said }[] {
  return cards.flatMap(({ key, question }) => {
    const each = kept[key]
    if (each === undefined || each.said !== undefined || each.contested || isFromElsewhere(question)) return []
    if (each.faults?.some(({ field }) => field === 'note') && !each.typed.note?.trim()) return []
    const typed = typedOf(question, each)
    return isWhole(question, typed) && complaintOf(question, typed) === null ? [{ question, said: 'given' as const }] : []
  })
}
