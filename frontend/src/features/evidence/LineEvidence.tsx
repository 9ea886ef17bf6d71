import { Button } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Ref } from '@/api/models'

import classes from './Evidence.module.css'
import { EvidenceOf, type ProvenType } from './EvidenceOf'

interface LineEvidenceProps {
  /** What the line is, as links name it. */
  type: ProvenType
  id: string
  unit: Ref
  /** Whether the reader sends for the unit. */
  writes: boolean
}

/** The proof of one line of a report, asked for when somebody opens it: a report has many lines. */
export function LineEvidence({ type, id, unit, writes }: LineEvidenceProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <div className={classes.ofLine}>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPaperclip size={16} aria-hidden="true" />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t(`evidence.ofLine.${type}.${writes ? 'add' : 'see'}`)}
      </Button>
      {open && <EvidenceOf type={type} id={id} unit={unit} writes={writes} />}
    </div>
  )
}
