import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { colorSchemeManager, pageNonce, theme } from './theme'

interface SurroundingsProps {
  queryClient: QueryClient
  children: ReactNode
}

/** What every page of ours stands in: the look, and the data that was read. */
export function Surroundings({ queryClient, children }: SurroundingsProps) {
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={pageNonce}
    >
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </MantineProvider>
  )
}
