import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Menu.css'

import { Button, Menu } from '@mantine/core'
import { IconDownload, IconFileTypeDocx, IconFileTypePdf, IconFileTypeXls } from '@tabler/icons-react'

export const DOCUMENT_FORMATS = ['docx', 'pdf', 'xlsx'] as const
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number]

const ICONS = {
  docx: IconFileTypeDocx,
  pdf: IconFileTypePdf,
  xlsx: IconFileTypeXls,
} satisfies Record<DocumentFormat, typeof IconFileTypeDocx>

interface DocumentMenuProps {
  label: string
  names: Record<DocumentFormat, string>
  isPending: boolean
  onPick: (format: DocumentFormat) => void
}

/** What a paper may be had as, to keep, sign or correct. */
export function DocumentMenu({ label, names, isPending, onPick }: DocumentMenuProps) {
  return (
    <Menu position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" loading={isPending} leftSection={<IconDownload size={18} aria-hidden="true" />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {DOCUMENT_FORMATS.map((format) => {
          const Icon = ICONS[format]
          return (
            <Menu.Item
              key={format}
              leftSection={<Icon size={18} aria-hidden="true" />}
              onClick={() => onPick(format)}
            >
              {names[format]}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
