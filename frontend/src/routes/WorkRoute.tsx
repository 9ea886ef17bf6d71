import { getRouteApi } from '@tanstack/react-router'

import { AskedCount, AskedNotice } from '@/features/asked/AskedNotice'
import { WorkPage } from '@/features/work/WorkPage'

const route = getRouteApi('/frame/work')

export function WorkRoute() {
  const { by } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <WorkPage
      first={<AskedNotice />}
      asked={({ unit, period }) => period !== null && <AskedCount unit={unit.id} period={period} />}
      by={by}
      onBy={(next) => void navigate({ search: { by: next }, replace: true, resetScroll: false })}
    />
  )
}
