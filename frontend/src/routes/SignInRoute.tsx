import { getRouteApi } from '@tanstack/react-router'

import { SignInPage } from '@/features/session/SignInPage'

const route = getRouteApi('/sign-in')

export function SignInRoute() {
  const { from } = route.useSearch()
  return <SignInPage from={from} />
}
