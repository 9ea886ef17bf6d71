import { expect, openPlan, signIn, test } from './support'

test('the first Tab offers to skip to the content', async ({ page }) => {
  await signIn(page)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: /^Tổng quan/ })).toBeVisible()
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Bỏ qua, đến nội dung chính' })
  await expect(skip).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('a task is reached and opened with the keyboard', async ({ page }) => {
  await signIn(page)
  await openPlan(page)
  const first = page.getByRole('table', { name: 'Nhiệm vụ' }).getByRole('link').first()
  await first.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Thời gian' })).toBeVisible()
})

test('the tree of 114 communes and 900 schools is walked with the arrows', async ({ page }) => {
  await signIn(page)
  await page.goto('/units')
  const communes = page.getByRole('treeitem', { name: /Xã, phường, đặc khu/ })
  await expect(communes).toContainText('114')
  await communes.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[role=treeitem]:focus')).toHaveAttribute('aria-level', '3')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('treeitem', { level: 4 }).first()).toBeVisible()
  await expect(page.getByRole('treeitem', { name: 'Đang tải…' })).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('[role=treeitem]:focus')).toHaveAttribute('aria-level', '4')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Thông tin đơn vị' })).toContainText('Cơ sở giáo dục')
})
