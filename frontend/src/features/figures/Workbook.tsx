import { Button, FileButton } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'
import { meQuery } from '@/lib/me'

import { type FormOf, useLoadWorkbook, useTemplate, WORKBOOK } from './api'
import classes from './Figures.module.css'

/**
 * The questions as a workbook to fill in, and the way back for it: what is wrong with a row is said by its number.
 * Whoever enters for the schools of a commune gets theirs in one workbook, too.
 */
export function Workbook({ of }: { of: FormOf }) {
  const { t } = useTranslation()
  const template = useTemplate(of)
  const commune = useCommune()
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
        {commune !== undefined && of.unit === undefined && <ForSchools under={commune} period={of.period} />}
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

function ForSchools({ under, period }: { under: string; period: string | undefined }) {
  const { t } = useTranslation()
  const template = useTemplate({ under, period })
  return (
    <>
      <Button
        variant="default"
        loading={template.isPending}
        leftSection={<IconDownload size={18} aria-hidden="true" />}
        onClick={() => template.mutate()}
      >
        {t('figure.workbook.schools')}
      </Button>
      <ProblemNotice error={template.error} />
    </>
  )
}

/** The commune for whose schools the reader enters, if that is what they do. */
function useCommune(): string | undefined {
  const { data: me } = useQuery(meQuery())
  return me?.grants.find(({ role }) => role === 'commune_officer' || role === 'commune_leader')?.unit.id
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
