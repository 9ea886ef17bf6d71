import { makeDraft } from './drafts'
import { expect, signIn, test } from './support'

test('a draft is issued: what schools will be asked for, number and signer, and then the work is theirs', async ({ page, request }) => {
  const plan = await makeDraft(request, 'quang-ninh', 2027)
  await signIn(page, 'coordinator.quang-ninh')
  await page.goto(`/plans/${plan}/engagements`)
  await page.getByRole('group', { name: 'Việc của Các cơ sở giáo dục' }).first().getByRole('button', { name: 'Có/chưa' }).click()
  await page.getByLabel('Số, ký hiệu').fill('15/KH-SGDĐT')
  await page.getByLabel('Ngày ban hành').fill('05/01/2026')
  await page.getByLabel('Họ và tên người ký').fill('Nguyễn Văn A')
  await page.getByLabel('Chức vụ').fill('Giám đốc')
  await page.getByRole('button', { name: 'Ban hành', exact: true }).click()
  await expect(page.getByText(/việc đã được chuyển đến các đơn vị/)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Ban hành', exact: true })).toHaveCount(0)
  await expect(page.getByText('Số 15/KH-SGDĐT')).toBeVisible()
})
