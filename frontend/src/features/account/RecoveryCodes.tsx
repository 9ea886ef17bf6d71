import { Button, CopyButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { saveFile } from '@/lib/saveFile'

import classes from './SecondFactor.module.css'

/** The recovery codes, this once; the reader says that they are put away. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { t } = useTranslation()
  const text = codes.join('\n')
  return (
    <div className={classes.form}>
      <h3 className={classes.heading}>{t('factor.codesTitle')}</h3>
      <p>{t('factor.codesText')}</p>
      <ul className={classes.codes} aria-label={t('factor.codesTitle')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={classes.row}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t('factor.copied') : t('factor.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          onClick={() => saveFile(new Blob([`${text}\n`], { type: 'text/plain' }), t('factor.file'))}
        >
          {t('factor.save')}
        </Button>
        <Button onClick={onKept}>{t('factor.kept')}</Button>
      </div>
    </div>
  )
}
