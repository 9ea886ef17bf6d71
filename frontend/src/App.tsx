import { RouterProvider } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

import { session } from './lib/browserSession'
import { createQueryClient } from './lib/queryClient'
import { Surroundings } from './lib/Surroundings'
import { createAppRouter } from './routes/tree'

export function App() {
  const [queryClient] = useState(createQueryClient)
  const [router] = useState(() => createAppRouter(queryClient))

  // Another account, in this tab or in another one: nothing read before is theirs.
  useEffect(() => {
    let { subject } = session.state()
    return session.subscribe(() => {
      const next = session.state().subject
      if (next !== subject) queryClient.clear()
      subject = next
      void router.invalidate()
    })
  }, [queryClient, router])

  return (
    <Surroundings queryClient={queryClient}>
      <RouterProvider router={router} />
    </Surroundings>
  )
}
