import { Button, FileButton } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'

import { type FormOf, useLoadWorkbook, useTemplate, WORKBOOK } from './api'
import classes from './Figures.module.css'

/** The questions as a workbook to fill in, and the way back for it: what is wrong with a row is said by its number. */
export function Workbook({ of }: { of: FormOf }) {
  const { t } = useTranslation()
  const template = useTemplate(of)
  const load = useLoadWorkbook()
  return (
    <div className={classes.workbook}>
      <div className={classes.acts}>
        <Button
          variant="default"
          loading={template.isPending}
          leftSection={<IconDownload size={18} aria-hidden="true" />}
          onClick={() => template.mutate()}
        >
          {t('figure.workbook.template')}
        </Button>
        <FileButton accept={`.xlsx,${WORKBOOK}`} onChange={(file) => file && load.mutate(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={load.isPending}
              leftSection={<IconUpload size={18} aria-hidden="true" />}
            >
              {t('figure.workbook.load')}
            </Button>
          )}
        </FileButton>
      </div>
      <ProblemNotice error={template.error ?? load.error} />
      {load.data && <Loaded {...load.data} />}
    </div>
  )
}

function Loaded({ created, updated, unchanged, errors }: NonNullable<ReturnType<typeof useLoadWorkbook>['data']>) {
  const { t } = useTranslation()
  const format = useFormat()
  const counts = { written: format.number(created + updated), unchanged: format.number(unchanged) }
  return (
    <Notice tone={errors.length > 0 ? 'warn' : 'good'}>
      <p>{t('figure.workbook.loaded', counts)}</p>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ row, pointer, message }) => (
            <li key={`${row}${pointer}${message}`}>{t('figure.workbook.error', { row, message })}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
