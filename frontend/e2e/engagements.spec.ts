import { makeDraft } from './drafts'
import { inspect, PHONE } from './inspect'
import { expect, signIn, test } from './support'

test('a coordinator sets what schools owe, and finds it again after a reload', async ({ page, request }) => {
  const plan = await makeDraft(request, 'hai-phong', 2031)
  await signIn(page, 'coordinator.hai-phong')
  await page.goto(`/plans/${plan}`)
  await page.getByRole('link', { name: 'Giao việc' }).click()
  const owes = page.getByRole('group', { name: 'Việc của Các cơ sở giáo dục' })
  await expect(owes).toHaveCount(2)
  await owes.first().getByRole('button', { name: 'Sản phẩm' }).click()
  await page.reload()
  await expect(page.getByText('1 thay đổi chưa lưu')).toBeVisible()
  await page.getByRole('button', { name: 'Lưu việc của các đối tượng' }).click()
  await expect(page.getByText('Đã lưu.', { exact: true })).toBeVisible()
  await page.reload()
  await expect(owes.first().getByRole('button', { name: 'Sản phẩm' })).toHaveAttribute('aria-pressed', 'true')
  await expect(owes.last().getByRole('button', { name: 'Để biết' })).toHaveAttribute('aria-pressed', 'true')
})

test.describe('a look', () => {
  test.use({ viewport: PHONE })

  test('what audiences owe', async ({ page, request }) => {
    const plan = await makeDraft(request, 'hai-phong', 2032)
    await signIn(page, 'coordinator.hai-phong')
    await page.goto(`/plans/${plan}/engagements`)
    await page.getByRole('button', { name: 'Sản phẩm' }).first().click()
    await page.getByText('Mọi trường trong nhóm').first().click()
    await inspect(page, 'what audiences owe')
  })
})
