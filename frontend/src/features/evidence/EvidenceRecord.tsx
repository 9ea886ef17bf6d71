import { Button } from '@mantine/core'
import { IconArrowLeft, IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Evidence } from '@/api/models'
import { Facts } from '@/components/Facts'
import { Notice, ProblemNotice } from '@/components/Notice'
import { PageSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'
import { authorizedFetch } from '@/lib/client'
import { toApiError } from '@/lib/problem'
import { fileNameOf, saveFile } from '@/lib/saveFile'

import { duplicatesQuery, evidenceQuery } from './api'
import classes from './Evidence.module.css'
import { Keeping } from './Keeping'
import { EvidenceMark, ExpiryMark } from './Marks'
import { Picture } from './Picture'
import { Signatures } from './Signatures'
import { Versions } from './Versions'

interface EvidenceRecordProps {
  id: string
  /** What those who verify do; nothing for others. */
  acts: ReactNode
  verifies: boolean
  onClose: () => void
}

/** One file: what it looks like, what is known of it, and what was found. */
export function EvidenceRecord({ id, acts, verifies, onClose }: EvidenceRecordProps) {
  const { t } = useTranslation()
  const query = useQuery(evidenceQuery(id))
  return (
    <section className={classes.record} aria-label={t('evidence.one')}>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconArrowLeft size={16} aria-hidden="true" />}
        onClick={onClose}
      >
        {t('evidence.close')}
      </Button>
      <QueryView query={query} skeleton={<PageSkeleton />}>
        {(evidence) => <Shown evidence={evidence} acts={acts} verifies={verifies} />}
      </QueryView>
    </section>
  )
}

function Shown({ evidence, acts, verifies }: { evidence: Evidence; acts: ReactNode; verifies: boolean }) {
  const { t } = useTranslation()
  const writes = useMay('evidence:write')
  const { title, verdict, verdict_reason: reason, scan } = evidence
  return (
    <>
      <h2>{title}</h2>
      <p className={classes.itemFacts}>
        <EvidenceMark evidence={evidence} />
        <ExpiryMark evidence={evidence} />
      </p>
      {evidence.replaced_by === null ? acts : <Notice tone="info">{t('evidence.versions.replaced')}</Notice>}
      {verdict === 'rejected' && reason !== null && <Notice tone="warn">{reason}</Notice>}
      {scan === 'infected' && <Notice tone="problem">{t('evidence.scan.infectedText')}</Notice>}
      {scan === 'pending' && <Notice tone="info">{t('evidence.scan.pendingText')}</Notice>}
      <Signatures signatures={evidence.signatures} />
      {verifies && <Duplicates id={evidence.id} />}
      <Pages evidence={evidence} />
      <FactsOf evidence={evidence} />
      <Download evidence={evidence} />
      <Versions evidence={evidence} />
      {writes && evidence.replaced_by === null && <Keeping evidence={evidence} />}
    </>
  )
}

function Pages({ evidence: { id, title, previews, pages } }: { evidence: Evidence }) {
  const { t } = useTranslation()
  if (previews === 0) return null
  return (
    <div className={classes.pages}>
      {Array.from({ length: previews }, (_, index) => (
        <Picture
          key={index}
          id={id}
          page={index + 1}
          className={classes.page}
          alt={pages === null ? title : t('evidence.page', { title, page: index + 1, pages })}
        />
      ))}
      {pages !== null && pages > previews && (
        <p className={classes.soft}>{t('evidence.morePages', { shown: previews, pages })}</p>
      )}
    </div>
  )
}

function FactsOf({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { unit, filename, size, added_by: by, on_behalf: behalf, created_at: at, verdict_by: judge } = evidence
  const { verdict_at: judged, expires_on: expires, scan } = evidence
  return (
    <Facts
      facts={[
        { label: t('evidence.fact.unit'), value: unit.name },
        { label: t('evidence.fact.file'), value: `${filename} · ${t('evidence.megabytes', { size: inMegabytes(size, format.number) })}` },
        { label: t('evidence.fact.addedBy'), value: behalf ? t('evidence.onBehalf', { by }) : by },
        { label: t('evidence.fact.at'), value: format.dateTime(at) },
        { label: t('evidence.fact.judged'), value: judge && judged && `${judge}, ${format.dateTime(judged)}` },
        { label: t('evidence.fact.expires'), value: expires && format.date(expires) },
        { label: t('evidence.fact.scan'), value: t(`evidence.scan.${scan}`) },
      ]}
    />
  )
}

const inMegabytes = (size: number, format: (value: number) => string) =>
  format(Math.max(0.1, Math.round(size / 104_857.6) / 10))

/** Who else sent in the same, of those whom the reader sees. */
function Duplicates({ id }: { id: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(duplicatesQuery(id))
  if (data === undefined || data.length === 0) return null
  return (
    <Notice tone="warn">
      {t('evidence.duplicates.found', { count: data.length })}
      <ul className={classes.plain}>
        {data.map((each) => (
          <li key={each.id}>
            {t(`evidence.duplicates.${each.likeness}`, { unit: each.unit.name, title: each.title })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** Saves the file as the server lets the reader have it. */
function Download({ evidence: { id, filename, scan } }: { evidence: Evidence }) {
  const { t } = useTranslation()
  const save = useMutation({
    mutationFn: async () => {
      const answer = await authorizedFetch(new Request(`${globalThis.location.origin}/api/v1/evidence/${id}/content`))
      if (!answer.ok) throw toApiError(answer, await answer.json())
      saveFile(await answer.blob(), fileNameOf(answer, filename))
    },
  })
  if (scan === 'infected' || scan === 'pending') return null
  return (
    <div className={classes.acts}>
      <Button
        variant="default"
        loading={save.isPending}
        leftSection={<IconDownload size={18} aria-hidden="true" />}
        onClick={() => save.mutate()}
      >
        {t('evidence.download')}
      </Button>
      <ProblemNotice error={save.error} />
    </div>
  )
}
