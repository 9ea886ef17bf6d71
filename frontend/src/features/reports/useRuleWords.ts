import { useTranslation } from 'react-i18next'

import type { ScheduleTerm } from '@/api/models'
import { useTermWords } from '@/hooks/useTermWords'

import type { Rule } from './steps'

/** Says in words on which day something about a period falls. */
export function useRuleWords(): (rule: Rule) => string {
  const { t } = useTranslation()
  const term = useTermWords()
  return (rule) => {
    if (rule.kind !== 'offset') return term(rule as ScheduleTerm)
    if (rule.days === 0) return t('report.regime.offset.on')
    const count = Math.abs(rule.days)
    return rule.days > 0 ? t('report.regime.offset.after', { count }) : t('report.regime.offset.before', { count })
  }
}
