import { getRouteApi } from '@tanstack/react-router'

import { TargetListPage } from '@/features/targets/TargetListPage'

const route = getRouteApi('/frame/targets')

export function TargetsRoute() {
  const { open, ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: Partial<typeof filters & { open: string | undefined }>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false })
  return (
    <TargetListPage
      filters={filters}
      onFilter={change}
      open={open}
      onOpen={(target) => change({ open: target })}
    />
  )
}
