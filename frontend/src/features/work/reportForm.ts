/** What a unit says of its work, as a form holds it: every field by its own name, so that each can be kept. */
import type { AssignmentDetail, AssignmentPatch, MadeProduct, TaskStatus } from '@/api/models'

/** One product: whether it is there, and the paper it became. Nothing typed is an empty text. */
export interface ProductValue {
  done: boolean
  type: string
  number: string
  issued_on: string
  signer: string
}

export type ProductKey = `product:${string}`

export interface ReportValues {
  status: TaskStatus
  text: string
  person: string
  supervisor: string
  [product: ProductKey]: ProductValue
}

export const productKey = (id: string): ProductKey => `product:${id}`
const isProduct = (name: string): name is ProductKey => name.startsWith('product:')

function productValue({ done, document }: Pick<MadeProduct, 'done' | 'document'>): ProductValue {
  return {
    done,
    type: document?.type ?? '',
    number: document?.number ?? '',
    issued_on: document?.issued_on ?? '',
    signer: document?.signer ?? '',
  }
}

export function valuesOf(work: AssignmentDetail): ReportValues {
  const products = work.deliverables.map((product) => [productKey(product.id), productValue(product)] as const)
  return {
    status: work.status,
    text: work.text ?? '',
    person: work.person ?? '',
    supervisor: work.supervisor ?? '',
    ...Object.fromEntries(products),
  }
}

/** The values a change would make, over those that are there. */
export function withPatch(values: ReportValues, patch: AssignmentPatch): ReportValues {
  const next = { ...values }
  if (patch.status) next.status = patch.status
  for (const name of ['text', 'person', 'supervisor'] as const) {
    if (patch[name] !== undefined) next[name] = patch[name] ?? ''
  }
  for (const { id, done, document } of patch.deliverables ?? []) {
    next[productKey(id)] = productValue({ done, document: document ? { ...NO_PAPER, ...document } : null })
  }
  return next
}

const NO_PAPER = { type: null, number: null, issued_on: null, signer: null }
const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

function documentOf({ type, number, issued_on, signer }: ProductValue) {
  const paper = {
    type: orNull(type),
    number: orNull(number),
    issued_on: orNull(issued_on),
    signer: orNull(signer),
  }
  return Object.values(paper).every((each) => each === null) ? null : paper
}

/** What was typed, as the API takes it. */
export function patchOf(typed: Partial<ReportValues>): AssignmentPatch {
  const patch: AssignmentPatch = {}
  if (typed.status) patch.status = typed.status
  for (const name of ['text', 'person', 'supervisor'] as const) {
    const text = typed[name]
    if (text !== undefined) patch[name] = orNull(text)
  }
  const products = Object.entries(typed).flatMap(([name, value]) =>
    isProduct(name)
      ? [{ id: name.slice('product:'.length), done: (value as ProductValue).done, document: documentOf(value as ProductValue) }]
      : [],
  )
  if (products.length > 0) patch.deliverables = products
  return patch
}
