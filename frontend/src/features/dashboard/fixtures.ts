import type { Dashboard } from '@/api/models'
import { leader } from '@/test/fixtures'

export const department = leader.grants[0]?.unit ?? { id: 'unit', code: 'hp', name: 'Sở' }
export const commune = { id: 'commune', code: 'hp-000003', name: 'UBND phường Hồng Bàng' }
export const NONE = { not_started: 0, in_progress: 0, awaiting_confirmation: 0, completed: 0, cancelled: 0, overdue: 0 }

export const target: Dashboard['targets'][number] = {
  id: 'target-1',
  number: '1',
  group: 'I',
  name: 'Giáo viên dùng chữ ký số',
  leads: ['Văn phòng Sở'],
  audience: null,
  indicator: { id: 'indicator-1', code: 'chu-ky-so', name: 'Chữ ký số' },
  unit_of_measure: '%',
  direction: 'up',
  target: { year: 2026, comparator: 'ge', value: 95, value_max: null, baseline: null, text: '≥95%' },
  value: 76,
  same_period_last_year: 60.5,
  status: 'at_risk',
  forecast: 88,
  cutoff: '2026-06-30',
  units_reported: 812,
  units_expected: 900,
  before: { value: 75, status: 'behind', units_reported: 800 },
  trend: [
    { period: '2026-Q1', value: 70, last_year: 55 },
    { period: '2026-Q2', value: 76, last_year: 60.5 },
  ],
}

export const empty: Dashboard = {
  unit: department,
  kind: 'department',
  figures_of: department,
  as_of: '2026-05-20T05:00:00Z',
  today: '2026-05-20',
  since: null,
  period: '2026',
  plan: null,
  plans: [],
  targets: [],
  grid: { periods: [], rows: [] },
  work: {
    owes: { counts: { open: 0, overdue: 0, due_soon: 0 }, items: [] },
    decide: {
      to_chase: { overdue: 0, units: 0, items: [] },
      awaiting_confirmation: 0,
      to_confirm: [],
      clarifications: { to_answer: 0, to_close: 0, overdue: 0, items: [], answered: [] },
      difficulties: { to_answer: 0, items: [] },
      drafts: [],
      evidence: 0,
    },
    difficulties: { open: 0, newest: [] },
    came_back: { difficulties: [], rejected_evidence: [] },
    rounds: [],
    tasks: { counts: NONE, by_lead: [] },
    moved: { completed: 0, overdue: 0, reports: 0, difficulties: 0 },
    work: null,
  },
}
