import type { APIRequestContext } from '@playwright/test'

import { tokenOf } from './drafts'
import { inspect, PHONE } from './inspect'
import { expect, signIn, test } from './support'

/** The plan of Quảng Trị’s department as printed, and the school that writes its own under it. */
async function before(request: APIRequestContext) {
  const headers = { Authorization: `Bearer ${await tokenOf(request, 'head.quang-binh')}` }
  const me = (await (await request.get('/api/v1/me', { headers })).json()) as { grants: { unit: { name: string } }[] }
  const plans = await request.get('/api/v1/plans?sort=created_at&limit=1', { headers })
  const above = ((await plans.json()) as { items: { id: string }[] }).items[0]
  return { above, school: me.grants[0]?.unit.name ?? '' }
}

test('a principal writes the school’s own plan under the department’s and issues it', async ({ page, request }) => {
  const { above, school } = await before(request)
  await signIn(page, 'head.quang-binh')
  await page.goto(`/plans/${above?.id ?? ''}/child-plans`)
  await page.getByRole('link', { name: 'Soạn kế hoạch của đơn vị' }).click()
  await page.getByLabel('Tên kế hoạch').fill('Kế hoạch chuyển đổi số của nhà trường')
  await page.getByRole('button', { name: 'Tạo dự thảo' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Kế hoạch chuyển đổi số của nhà trường' })).toBeVisible()

  await page.getByRole('button', { name: 'Thêm nhóm nhiệm vụ' }).click()
  await page.getByLabel('Tên nhóm').fill('Dạy học số')
  await page.getByLabel('Tên nhóm').press('Enter')
  await page.getByRole('button', { name: 'Thêm nhiệm vụ vào nhóm I' }).click()
  await page.getByRole('textbox', { name: 'Nhiệm vụ' }).fill('Mỗi tổ chuyên môn có kho học liệu số')
  await page.getByRole('textbox', { name: 'Sản phẩm, kết quả' }).fill('Kho học liệu')
  await page.getByRole('textbox', { name: 'Chủ trì' }).fill(school)
  await page.getByRole('listbox').getByRole('option', { name: school }).first().click()
  await page.getByLabel('Thời gian thực hiện').fill('Thường xuyên')
  await page.getByRole('button', { name: 'Thêm nhiệm vụ', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Sửa: Mỗi tổ chuyên môn có kho học liệu số' })).toBeVisible()

  await page.getByRole('link', { name: 'Tiếp: giao việc và ban hành' }).click()
  await page.getByLabel('Số, ký hiệu').fill('7/KH-TH')
  await page.getByLabel('Ngày ban hành').fill('05/01/2026')
  await page.getByLabel('Họ và tên người ký').fill('Trần Thị B')
  await page.getByLabel('Chức vụ').fill('Hiệu trưởng')
  await page.getByRole('button', { name: 'Ban hành', exact: true }).click()
  await expect(page.getByText(/việc đã được chuyển đến các đơn vị/)).toBeVisible({ timeout: 30_000 })

  await page.goto(`/plans/${above?.id ?? ''}/child-plans`)
  await expect(page.getByRole('link', { name: 'Số 7/KH-TH' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Soạn kế hoạch của đơn vị' })).toHaveCount(0)
})

test.describe('a look', () => {
  test.use({ viewport: PHONE })

  test('both ways to a school’s own plan', async ({ page, request }) => {
    await signIn(page, 'head.quang-ninh')
    const own = { Authorization: `Bearer ${await tokenOf(request, 'head.quang-ninh')}` }
    const plans = (await (await request.get('/api/v1/plans?limit=1', { headers: own })).json()) as { items: { id: string }[] }
    const plan = plans.items[0]?.id ?? ''
    await page.goto(`/plans/${plan}/child-plans`)
    await expect(page.getByRole('link', { name: 'Soạn kế hoạch của đơn vị' })).toBeVisible()
    await inspect(page, 'both ways to an own plan')
    await page.getByRole('link', { name: 'Soạn kế hoạch của đơn vị' }).click()
    await expect(page.getByRole('button', { name: 'Tạo dự thảo' })).toBeVisible()
    await inspect(page, 'an own plan begins')
  })
})
