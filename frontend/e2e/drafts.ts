/** Draft plans for the journeys, made over the API as another system would. */
import type { APIRequestContext } from '@playwright/test'

import { PASSWORD } from './support'

export async function tokenOf(request: APIRequestContext, username: string): Promise<string> {
  const form = { grant_type: 'password', username, password: PASSWORD }
  const answer = await request.post('/api/v1/auth/token', { form })
  return ((await answer.json()) as { access_token: string }).access_token
}

interface Named {
  id: string
}

/** A plan of the coordinator’s department in force since January, as `makeDraft` writes it; its id. */
export async function makeIssued(request: APIRequestContext, slug: string, year: number): Promise<string> {
  const plan = await makeDraft(request, slug, year)
  const token = await tokenOf(request, `coordinator.${slug}`)
  const answer = await request.post(`/api/v1/plans/${plan}/issue`, {
    headers: { Authorization: `Bearer ${token}`, 'If-Match': '*' },
    data: {
      number: `20/KH-SGDĐT-${year}`,
      issued_on: '2026-01-05',
      signer: { name: 'Nguyễn Văn A', title: 'Giám đốc' },
    },
  })
  if (!answer.ok()) throw new Error(await answer.text())
  return plan
}

/** A draft of the coordinator’s department with a few tasks that name schools; its id. */
export async function makeDraft(request: APIRequestContext, slug: string, year: number): Promise<string> {
  const token = await tokenOf(request, `coordinator.${slug}`)
  const headers = { Authorization: `Bearer ${token}` }
  async function read<T>(path: string) {
    return (await (await request.get(`/api/v1${path}`, { headers })).json()) as T
  }
  async function write(path: string, data: object) {
    const answer = await request.post(`/api/v1${path}`, { headers, data })
    if (!answer.ok()) throw new Error(await answer.text())
    return (await answer.json()) as Named
  }
  const me = await read<{ grants: { unit: Named }[] }>('/me')
  const audiences = await read<{ items: (Named & { name: string })[] }>('/audiences')
  const schools = audiences.items.find(({ name }) => name === 'Các cơ sở giáo dục')
  const plan = await write('/plans', {
    unit: me.grants[0]?.unit.id,
    year,
    horizon_years: [year],
    title: `Kế hoạch thử nghiệm năm ${year}`,
  })
  for (const [number, title] of ['Triển khai học bạ số', 'Bồi dưỡng kỹ năng số'].entries()) {
    await write('/tasks', {
      plan: plan.id,
      number: String(number + 1),
      title,
      participations: [{ role: 'coordinate', printed_name: 'các cơ sở giáo dục', audience: schools?.id }],
      deliverables: [{ title: 'Báo cáo kết quả', kind: 'document' }],
      schedule: { text: `Trước ngày 30/6/${year}` },
    })
  }
  return plan.id
}
