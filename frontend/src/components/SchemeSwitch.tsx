import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import classes from './Switches.module.css'

export function SchemeSwitch() {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const next = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark'
  const Icon = next === 'dark' ? IconMoon : IconSun
  return (
    <button
      type="button"
      className={classes.icon}
      aria-label={t(`scheme.switch.${next}`)}
      title={t(`scheme.switch.${next}`)}
      onClick={() => setColorScheme(next)}
    >
      <Icon size={20} aria-hidden="true" />
    </button>
  )
}
