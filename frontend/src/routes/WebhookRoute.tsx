import { getRouteApi } from '@tanstack/react-router'

import { WebhookPage } from '@/features/connections/WebhookPage'

const route = getRouteApi('/frame/webhooks/$webhookId')

export function WebhookRoute() {
  const { webhookId } = route.useParams()
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <WebhookPage
      webhookId={webhookId}
      filters={filters}
      onChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
      onDeleted={() => void navigate({ to: '/webhooks' })}
    />
  )
}
