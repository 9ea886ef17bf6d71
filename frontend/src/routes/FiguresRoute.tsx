import { getRouteApi } from '@tanstack/react-router'

import { FiguresPage } from '@/features/figures/FiguresPage'

const route = getRouteApi('/frame/figures')

export function FiguresRoute() {
  return <FiguresPage of={route.useSearch()} />
}
