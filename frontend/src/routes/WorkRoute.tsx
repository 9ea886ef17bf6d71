import { getRouteApi } from '@tanstack/react-router'

import { AskedNotice } from '@/features/asked/AskedNotice'
import { WorkPage } from '@/features/work/WorkPage'

const route = getRouteApi('/frame/work')

export function WorkRoute() {
  const { by } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <WorkPage
      first={<AskedNotice />}
      by={by}
      onBy={(next) => void navigate({ search: { by: next }, replace: true, resetScroll: false })}
    />
  )
}
