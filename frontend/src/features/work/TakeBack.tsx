import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'

import { type Change, useChangeWork, useUndoMany } from './api'

interface TakeBackProps {
  /** What was done, in a sentence. */
  words: string
  back: Change
  onDone: () => void
}

/** Says what was just done with a piece of work, and takes it back. */
export function TakeBack({ words, back, onDone }: TakeBackProps) {
  const { t } = useTranslation()
  const change = useChangeWork()
  return (
    <>
      <Notice tone="good">
        {`${words} `}
        <Button
          variant="default"
          size="compact-sm"
          loading={change.isPending}
          onClick={() => change.mutate(back, { onSuccess: onDone })}
        >
          {t('work.takeBack')}
        </Button>
      </Notice>
      <ProblemNotice error={change.error} />
    </>
  )
}

interface TakeBackManyProps {
  words: string
  /** What was changed at once; null where nothing was. */
  batch: string | null
  onDone: () => void
}

/** The same of many that were changed in one act. */
export function TakeBackMany({ words, batch, onDone }: TakeBackManyProps) {
  const { t } = useTranslation()
  const undo = useUndoMany()
  return (
    <>
      <Notice tone="good">
        {`${words} `}
        {batch !== null && (
          <Button
            variant="default"
            size="compact-sm"
            loading={undo.isPending}
            onClick={() => undo.mutate(batch, { onSuccess: onDone })}
          >
            {t('work.takeBack')}
          </Button>
        )}
      </Notice>
      <ProblemNotice error={undo.error} />
    </>
  )
}
