import type { Standing, TargetStanding } from '@/api/models'

/** From the worst to the best; a figure nobody told is worse than any. */
const RANK: readonly Standing[] = ['no_data', 'behind', 'at_risk', 'on_track', 'met']

export interface Movement {
  target: TargetStanding
  before: NonNullable<TargetStanding['before']>
  /** How much the figure moved; null where there was none before, or is none now. */
  by: number | null
  /** How many units more have answered. */
  told: number
  /** Whether it moved the way that is wanted; undefined where it did not move. */
  better: boolean | undefined
}

const rankOf = (status: Standing | null) => (status === null ? 0 : RANK.indexOf(status))

function movementOf(target: TargetStanding): Movement | null {
  const { before } = target
  if (before === null) return null
  const told = target.units_reported - before.units_reported
  if (before.value === target.value && before.status === target.status && told === 0) return null
  const by = before.value === null || target.value === null ? null : target.value - before.value
  return { target, before, by, told, better: by ? by > 0 === (target.direction === 'up') : undefined }
}

/** The targets that moved: first those that stand worse than before, then those that stand better, then by how much. */
export function moved(targets: readonly TargetStanding[]): Movement[] {
  const turned = ({ target, before }: Movement) => rankOf(target.status) - rankOf(before.status)
  const urgency = (each: Movement) => (turned(each) < 0 ? 0 : turned(each) > 0 ? 1 : 2)
  const size = (each: Movement) => Math.abs(each.by ?? 0)
  return targets
    .map(movementOf)
    .filter((each) => each !== null)
    .sort((one, other) => urgency(one) - urgency(other) || size(other) - size(one))
}
