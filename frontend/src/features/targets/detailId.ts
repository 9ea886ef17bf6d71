import type { Target } from '@/api/models'

/** The id of the part of the page that a target unfolds to. */
export const detailId = (target: Pick<Target, 'id'>) => `target-${target.id}`
