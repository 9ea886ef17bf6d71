import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { ProblemNotice } from '@/components/Notice'

import { useDownloadSheet } from './api'

/** The reconciliation sheet of a unit for a period, to print and sign. */
export function SheetDownload({ unit, period }: { unit: string; period: string }) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useDownloadSheet(unit, period)
  return (
    <>
      <Button
        variant="subtle"
        loading={isPending}
        leftSection={<IconDownload size={18} aria-hidden="true" />}
        onClick={() => mutate('docx')}
      >
        {t('figure.sheet')}
      </Button>
      <ProblemNotice error={error} />
    </>
  )
}
