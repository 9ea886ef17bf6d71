import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Menu.css'

import { Button, Menu } from '@mantine/core'
import { IconDownload, IconFileTypeDocx, IconFileTypePdf, IconFileTypeXls } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { ProblemNotice } from '@/components/Notice'

import { DOCUMENT_FORMATS, type DocumentFormat, useDownloadPlan } from './api'
import classes from './PlanDownload.module.css'

const ICONS = {
  docx: IconFileTypeDocx,
  pdf: IconFileTypePdf,
  xlsx: IconFileTypeXls,
} satisfies Record<DocumentFormat, typeof IconFileTypeDocx>

/** The plan as a paper, to keep, sign or correct. */
export function PlanDownload({ planId, asOf }: { planId: string; asOf?: string | undefined }) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useDownloadPlan(planId, asOf)
  return (
    <div className={classes.place}>
      <Menu position="bottom-start" withinPortal={false}>
        <Menu.Target>
          <Button
            variant="default"
            loading={isPending}
            leftSection={<IconDownload size={18} aria-hidden="true" />}
          >
            {t('plan.download.open')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {DOCUMENT_FORMATS.map((format) => {
            const Icon = ICONS[format]
            return (
              <Menu.Item
                key={format}
                leftSection={<Icon size={18} aria-hidden="true" />}
                onClick={() => mutate(format)}
              >
                {t(`plan.download.${format}`)}
              </Menu.Item>
            )
          })}
        </Menu.Dropdown>
      </Menu>
      <ProblemNotice error={error} />
    </div>
  )
}
