import { Button } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Ref } from '@/api/models'

import classes from './Evidence.module.css'
import { EvidenceOf } from './EvidenceOf'

interface FigureEvidenceProps {
  /** The value's identifier: `<indicator>.<unit>.<period>`. */
  value: string
  unit: Ref
  /** Whether the reader sends for the unit. */
  writes: boolean
}

/** The proof of one figure, asked for when somebody opens it: a report has many figures. */
export function FigureEvidence({ value, unit, writes }: FigureEvidenceProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <div className={classes.ofFigure}>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPaperclip size={16} aria-hidden="true" />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t(writes ? 'evidence.ofFigure.add' : 'evidence.ofFigure.see')}
      </Button>
      {open && <EvidenceOf type="indicator_value" id={value} unit={unit} writes={writes} />}
    </div>
  )
}
