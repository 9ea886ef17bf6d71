import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterContextProvider,
} from '@tanstack/react-router'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'

import { theme } from '@/lib/theme'

/** Draws a view with everything around it that it needs; nothing is tried twice. */
export function draw(view: ReactNode) {
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, networkMode: 'always' } },
  })
  const router = createRouter({
    routeTree: createRootRoute(),
    history: createMemoryHistory(),
  })
  const around = (inner: ReactNode) => (
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={client}>
        <RouterContextProvider router={router}>{inner}</RouterContextProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
  const drawn = render(around(view))
  return {
    client,
    user: userEvent.setup(),
    redraw: (next: ReactNode) => drawn.rerender(around(next)),
  }
}
