import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import type { AssignmentDetail, MadeProduct } from '@/api/models'
import { DayInput } from '@/components/DayInput'
import type { Draft } from '@/hooks/useDraft'

import classes from './AssignmentPage.module.css'
import { productKey, type ProductValue, type ReportValues } from './reportForm'

interface ProductsProps {
  work: AssignmentDetail
  draft: Draft<ReportValues>
}

/** The task's products as they stand in this unit; a paper with its number, day and signer. */
export function Products({ work, draft }: ProductsProps) {
  const { t } = useTranslation()
  if (work.owes !== 'product' || work.deliverables.length === 0) return null
  return (
    <fieldset className={classes.field}>
      <legend>{t('work.report.products')}</legend>
      <ul className={classes.products}>
        {work.deliverables.map((product) => {
          const key = productKey(product.id)
          const value = draft.values[key]
          return (
            value && <Product key={key} product={product} value={value} onChange={(next) => draft.set(key, next)} />
          )
        })}
      </ul>
    </fieldset>
  )
}

interface ProductProps {
  product: MadeProduct
  value: ProductValue
  onChange: (value: ProductValue) => void
}

function Product({ product, value, onChange }: ProductProps) {
  const { t } = useTranslation()
  return (
    <li>
      <label className={classes.tick}>
        <input
          type="checkbox"
          checked={value.done}
          onChange={(event) => onChange({ ...value, done: event.currentTarget.checked })}
        />
        <span>
          {product.title}
          <span className={classes.soft}>{t(`deliverable.kind.${product.kind}`)}</span>
        </span>
      </label>
      {product.kind === 'document' && value.done && <Paper title={product.title} value={value} onChange={onChange} />}
    </li>
  )
}

interface PaperProps {
  title: string
  value: ProductValue
  onChange: (value: ProductValue) => void
}

function Paper({ title, value, onChange }: PaperProps) {
  const { t } = useTranslation()
  const text = (name: 'type' | 'number' | 'signer') => ({
    label: t(`work.report.paper.${name}`),
    value: value[name],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...value, [name]: event.currentTarget.value }),
  })
  return (
    <div className={classes.paper} role="group" aria-label={t('work.report.paper.of', { title })}>
      <TextInput {...text('type')} placeholder={t('work.report.paper.typeHint')} />
      <TextInput {...text('number')} placeholder={t('work.report.paper.numberHint')} />
      <DayInput
        label={t('work.report.paper.issued_on')}
        value={value.issued_on === '' ? null : value.issued_on}
        onChange={(day) => onChange({ ...value, issued_on: day ?? '' })}
      />
      <TextInput {...text('signer')} />
    </div>
  )
}
