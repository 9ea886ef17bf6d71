interface Point {
  value: number | null
  last_year: number | null
}

interface Spot {
  x: number
  y: number
}

export interface Drawing {
  /** Points of a polyline. */
  now: string
  before: string
  last: Spot | null
  /** How high the line of what is wanted lies; null where it lies outside, or nothing is wanted. */
  goal: number | null
}

const MARGIN = 4
const round = (value: number) => Math.round(value * 10) / 10

/** A year as lines in a box of this size; null where nothing is known. Between periods nobody told of, a line goes on. */
export function drawing(points: readonly Point[], goal: number | null, width: number, height: number): Drawing | null {
  const figures = points.flatMap(({ value, last_year }) => [value, last_year]).filter((figure) => figure !== null)
  if (!points.some(({ value }) => value !== null)) return null
  const all = goal === null ? figures : [...figures, goal]
  const low = Math.min(...all)
  const span = Math.max(...all) - low || 1
  const step = points.length > 1 ? (width - 2 * MARGIN) / (points.length - 1) : 0
  const y = (figure: number) => round(height - MARGIN - ((figure - low) / span) * (height - 2 * MARGIN))
  const spots = (of: (point: Point) => number | null): Spot[] =>
    points.flatMap((point, place) => {
      const figure = of(point)
      return figure === null ? [] : [{ x: round(MARGIN + place * step), y: y(figure) }]
    })
  const line = (found: Spot[]) => found.map((spot) => `${spot.x},${spot.y}`).join(' ')
  const now = spots(({ value }) => value)
  return {
    now: line(now),
    before: line(spots(({ last_year }) => last_year)),
    last: now.at(-1) ?? null,
    goal: goal === null ? null : y(goal),
  }
}
