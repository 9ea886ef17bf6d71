/** What somebody types of a document and its work, and how that is asked of the server: pure. */
import type { Ref } from '@/api/models'
import type { components } from '@/api/schema'
import { isResolved, type Party, toParticipation } from '@/lib/party'
import { linesOf } from '@/lib/taskWords'

import type { OutsideIn } from './api'

type Level = NonNullable<components['schemas']['AskIn']['education_levels']>[number]

export const LEVELS = [
  'preschool',
  'primary',
  'lower_secondary',
  'upper_secondary',
  'continuing',
  'vocational_continuing',
] as const satisfies readonly Level[]

export const OWES = ['yes_no', 'figure', 'product'] as const
export const TYPES = ['Công văn', 'Thông báo kết luận', 'Quyết định', 'Chỉ thị', 'Công điện'] as const

export interface WorkWords {
  title: string
  parties: Party[]
  owes: (typeof OWES)[number]
  levels: Level[]
  products: string
  dueOn: string
}

export interface DocumentWords {
  type: string
  number: string
  issuedOn: string
  issuer: string
  title: string
}

export interface Words {
  document: DocumentWords
  /** The unit that hands it out, by id, where somebody could for several. */
  unit: string
  tasks: WorkWords[]
  reason: string
}

export const NO_WORK: WorkWords = { title: '', parties: [], owes: 'yes_no', levels: [], products: '', dueOn: '' }

export function beginning(units: readonly Ref[]): Words {
  const document = { type: TYPES[0], number: '', issuedOn: '', issuer: '', title: '' }
  return { document, unit: units[0]?.id ?? '', tasks: [NO_WORK], reason: '' }
}

const asksSomebody = ({ title, parties, dueOn }: WorkWords) =>
  title.trim() !== '' && dueOn !== '' && parties.length > 0 && parties.every(isResolved)

/** Whether it says what is to be done, by whom and when, and which document asks for it. */
export function isReady({ document, tasks }: Words): boolean {
  const said = [document.type, document.title, document.issuedOn].every((text) => text.trim() !== '')
  return said && tasks.every(asksSomebody)
}

export const namesAudience = ({ parties }: WorkWords) => parties.some(({ audience }) => audience !== null)

/** As papers here print a day. */
const printed = (day: string) => day.split('-').reverse().join('/')

function taskOf(words: WorkWords): OutsideIn['tasks'][number] {
  const audiences = words.parties.flatMap(({ audience }) => (audience ? [audience.id] : []))
  return {
    title: words.title.trim(),
    deliverables: linesOf(words.products).map((title) => ({ title, kind: 'document' as const, status: 'open' as const })),
    participations: words.parties.map((party) => toParticipation(party.unit ? 'lead' : 'coordinate', party)),
    schedule: { text: printed(words.dueOn) },
    engagements: audiences.map((audience) => ({ audience, owes: words.owes, education_levels: words.levels })),
  }
}

export function bodyOf({ document, unit, tasks, reason }: Words): OutsideIn {
  return {
    source: {
      type: document.type.trim(),
      number: document.number.trim() || null,
      issued_on: document.issuedOn,
      issuer: document.issuer.trim() || null,
      title: document.title.trim(),
    },
    unit: unit || null,
    tasks: tasks.map(taskOf),
    reason: reason.trim() || null,
  }
}
