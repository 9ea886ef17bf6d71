import { expect, openPlan, signIn, taskLinks, test } from './support'

test('a leader signs in, finds a task without accents, opens it, reads it in English, signs out', async ({ page }) => {
  await signIn(page)
  await openPlan(page)
  await expect(taskLinks(page)).toHaveCount(30)
  await expect(page.getByText('30 nhiệm vụ')).toBeVisible()

  await page.keyboard.press('/')
  await page.keyboard.type('hoc ba so')
  await expect(page).toHaveURL(/q=hoc\+ba\+so/)
  await expect(taskLinks(page)).toHaveCount(1)
  await taskLinks(page).click()

  await expect(page.getByRole('heading', { level: 1, name: /học bạ số/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Thời gian' })).toContainText('Quý II')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('region', { name: 'Schedule' })).toContainText('Within Quarter II/2026')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
})

test('the plan of Hải Phòng has 22 targets, each with what it measures', async ({ page }) => {
  await signIn(page)
  await openPlan(page)
  await page.getByRole('navigation', { name: 'Các phần của kế hoạch' }).getByRole('link', { name: /Chỉ tiêu/ }).click()
  const targets = page.getByRole('table', { name: 'Chỉ tiêu' }).getByRole('button')
  await expect(targets).toHaveCount(22)
  await targets.first().click()
  await expect(page.getByRole('region', { name: 'Cách đo chỉ tiêu' })).toContainText('Mẫu số')
})

test('the plan’s own paper shows its legal bases, duties and recipients', async ({ page }) => {
  await signIn(page)
  await openPlan(page)
  await page.getByRole('link', { name: 'Văn bản', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Căn cứ' })).toContainText('57-NQ/TW')
  await expect(page.getByRole('region', { name: 'Phân công trách nhiệm' })).toContainText('Văn phòng Sở')
  await expect(page.getByRole('region', { name: 'Nơi nhận' })).toContainText('Lưu: VT, VP')
})

test('filters and order stand in the address and survive a reload', async ({ page }) => {
  await signIn(page)
  await openPlan(page)
  await page.getByRole('button', { name: 'Thời gian' }).click()
  await page.getByRole('combobox', { name: 'Chủ trì' }).selectOption({ index: 1 })
  await expect(page).toHaveURL(/sort=due_on/)
  await expect(page).toHaveURL(/lead=/)
  const shown = page.getByText(/^\d+ nhiệm vụ$/)
  await expect(shown).not.toHaveText('30 nhiệm vụ')
  const count = await shown.textContent()
  await page.reload()
  await expect(page.getByText(count ?? '', { exact: true })).toBeVisible()
})
