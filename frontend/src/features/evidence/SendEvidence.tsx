import '@mantine/core/styles/Progress.css'

import { ActionIcon, Button, Progress } from '@mantine/core'
import { IconCamera, IconPlayerPause, IconPlayerPlay, IconUpload, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

import { DayInput } from '@/components/DayInput'
import { useFormat } from '@/hooks/useFormat'
import { i18n } from '@/lib/i18n'

import { evidenceKeys } from './api'
import classes from './Evidence.module.css'
import { type Beside, Sender, type Sending } from './sending'
import { SharedFiles } from './SharedFiles'

/** Whose it is, where that is not the reader's only unit; what it is about; what it replaces. */
type SendEvidenceProps = Omit<Beside, 'expiresOn'>

const TAKEN = '.pdf,.docx,.xlsx,.pptx,.jpg,.jpeg,.png,.webp,.mp4,.zip'

/** Files are dropped here, chosen, or photographed; each goes in pieces and can wait and go on. */
export function SendEvidence(beside: SendEvidenceProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [over, setOver] = useState(false)
  const [expiresOn, setExpiresOn] = useState<string | null>(null)
  const [sender] = useState(
    () => new Sender(() => i18n.language, () => void client.invalidateQueries({ queryKey: evidenceKeys.all })),
  )
  const list = useSyncExternalStore(sender.subscribe, sender.snapshot)
  const send = (files: Iterable<File> | null) => {
    const most = beside.replaces === undefined ? undefined : 1
    for (const file of [...(files ?? [])].slice(0, most)) {
      void sender.send(file, { ...beside, expiresOn: expiresOn ?? undefined })
    }
  }
  const zone = useDropZone(setOver, send)
  return (
    <div ref={zone} className={classes.drop} data-over={over || undefined}>
      <SharedFiles onSend={send} />
      <div className={classes.choices}>
        <Choose label={t('evidence.send.camera')} icon={<IconCamera size={18} aria-hidden="true" />} camera onChoose={send} />
        <Choose label={t('evidence.send.choose')} icon={<IconUpload size={18} aria-hidden="true" />} onChoose={send} />
        <p className={classes.hint}>{t('evidence.send.hint')}</p>
      </div>
      <DayInput
        className={classes.expires}
        label={t('evidence.expires.label')}
        description={t('evidence.expires.help')}
        value={expiresOn}
        onChange={setExpiresOn}
      />
      {list.length > 0 && (
        <ul className={classes.sendings} aria-label={t('evidence.send.list')}>
          {list.map((each) => (
            <SendingRow key={each.id} sending={each} sender={sender} />
          ))}
        </ul>
      )}
    </div>
  )
}

/** For the mouse alone: whoever has none chooses files by the buttons in it. */
function useDropZone(setOver: (over: boolean) => void, send: (files: Iterable<File> | null) => void) {
  const zone = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = zone.current
    const stop = new AbortController()
    const on = (name: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      place?.addEventListener(
        name,
        (event) => {
          event.preventDefault()
          act(event)
        },
        stop,
      )
    on('dragover', () => setOver(true))
    on('dragleave', () => setOver(false))
    on('drop', (event) => {
      setOver(false)
      send(event.dataTransfer?.files ?? null)
    })
    return () => stop.abort()
  })
  return zone
}

interface ChooseProps {
  label: string
  icon: ReactNode
  camera?: boolean
  onChoose: (files: FileList | null) => void
}

function Choose({ label, icon, camera = false, onChoose }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  return (
    <>
      <Button variant={camera ? 'default' : 'filled'} leftSection={icon} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        id={id}
        type="file"
        hidden
        aria-label={label}
        multiple={!camera}
        accept={camera ? 'image/*' : TAKEN}
        capture={camera ? 'environment' : undefined}
        onChange={(event) => {
          onChoose(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

function SendingRow({ sending, sender }: { sending: Sending; sender: Sender }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { id, name, size, sent, state, refusal } = sending
  const percent = size === 0 ? 0 : Math.floor((100 * sent) / size)
  return (
    <li>
      <div className={classes.sendingHead}>
        <span className={classes.name}>{name}</span>
        {state === 'sending' && (
          <ActionIcon variant="subtle" aria-label={t('evidence.send.pause', { name })} onClick={() => void sender.pause(id)}>
            <IconPlayerPause size={18} aria-hidden="true" />
          </ActionIcon>
        )}
        {(state === 'paused' || state === 'failed') && (
          <ActionIcon variant="subtle" aria-label={t('evidence.send.resume', { name })} onClick={() => sender.resume(id)}>
            <IconPlayerPlay size={18} aria-hidden="true" />
          </ActionIcon>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t(state === 'sent' ? 'evidence.send.hide' : 'evidence.send.cancel', { name })}
          onClick={() => void sender.forget(id)}
        >
          <IconX size={18} aria-hidden="true" />
        </ActionIcon>
      </div>
      <Progress value={percent} aria-label={t('evidence.send.progress', { name })} color={state === 'failed' ? 'red' : undefined} />
      <p className={classes.soft} role="status">
        {state === 'failed' && refusal !== null ? refusal : t(`evidence.send.state.${state}`, { percent: format.number(percent) })}
      </p>
    </li>
  )
}
