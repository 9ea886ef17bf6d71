import type { Client, Delivery, Webhook } from '@/api/models'
import { department } from '@/test/fixtures'

const NOON = '2026-05-20T05:00:00Z'

export const SCOPES = {
  items: [
    { scope: 'indicator_value:read', roles: ['viewer', 'coordinator'] },
    { scope: 'indicator_value:write', roles: ['coordinator'] },
    { scope: 'unit:read', roles: ['admin', 'viewer', 'coordinator'] },
    { scope: 'user:read', roles: ['admin'] },
  ],
}

export const TYPES = {
  items: [
    { type: 'report.sent', entity: 'report', title: 'Gửi báo cáo', schema_url: '/api/v1/changes/types/report.sent' },
    { type: 'report.returned', entity: 'report', title: 'Trả lại báo cáo', schema_url: '/api/v1/changes/types/report.returned' },
  ],
}

export const makeClient = (more: Partial<Client> = {}): Client => ({
  id: 'client-1',
  version: 3,
  name: 'Trung tâm điều hành',
  code: 'ioc.hp',
  unit: department,
  disabled: false,
  sample: false,
  scopes: ['indicator_value:read', 'unit:read'],
  grants: [{ id: 'grant-1', version: 1, role: 'viewer', unit: department, from: '2026-01-01', to: null }],
  requests_per_minute: null,
  allowed_per_minute: 1200,
  last_used_at: null,
  created_at: NOON,
  updated_at: NOON,
  ...more,
})

export const makeWebhook = (more: Partial<Webhook> = {}): Webhook => ({
  id: 'hook-1',
  version: 2,
  client: { id: 'client-1', code: 'ioc.hp', name: 'Trung tâm điều hành' },
  url: 'https://ioc.example/changes',
  description: '',
  types: ['report.*'],
  enabled: true,
  disabled_because: null,
  position: 1042,
  failures: 0,
  paused_until: null,
  previous_until: null,
  created_at: NOON,
  updated_at: NOON,
  ...more,
})

export const makeDelivery = (more: Partial<Delivery> = {}): Delivery => ({
  id: 'delivery-1',
  position: 1042,
  event_id: 'event-1',
  type: 'report.sent',
  status: 'delivered',
  attempts: 1,
  created_at: NOON,
  next_attempt_at: null,
  delivered_at: NOON,
  last: { at: NOON, status_code: 204, error: null, milliseconds: 12 },
  ...more,
})
