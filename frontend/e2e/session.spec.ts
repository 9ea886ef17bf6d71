import { expect, LEADER, PASSWORD, signIn, test } from './support'

test('a reload keeps the session, without the password', async ({ page }) => {
  await signIn(page)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: /^Tổng quan/ })).toBeVisible()
})

test('no token lies where a script could read it after a reload', async ({ page }) => {
  await signIn(page)
  const stored = await page.evaluate(
    () => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]) + document.cookie,
  )
  expect(stored).not.toMatch(/eyJ/)
  expect(stored).not.toMatch(/refresh/i)
})

test('many tabs opened at once all stay signed in', async ({ page, context }) => {
  await signIn(page)
  const tabs = await Promise.all(Array.from({ length: 4 }, () => context.newPage()))
  await Promise.all(tabs.map((tab) => tab.goto('/plans')))
  for (const tab of tabs) {
    await expect(tab.getByRole('heading', { level: 1, name: 'Kế hoạch' })).toBeVisible()
  }
})

test('signing out in one tab signs out the other', async ({ page, context }) => {
  await signIn(page)
  const other = await context.newPage()
  await other.goto('/plans')
  await expect(other.getByRole('heading', { level: 1, name: 'Kế hoạch' })).toBeVisible()
  await page.getByRole('button', { name: 'Đăng xuất' }).click()
  await expect(other.getByRole('heading', { level: 1, name: 'Đăng nhập' })).toBeVisible()
})

test('a deep link asks to sign in and then leads where it points', async ({ page }) => {
  await page.goto('/units?line=administrative')
  await page.getByLabel('Tên đăng nhập').fill(LEADER)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await expect(page).toHaveURL(/\/units\?line=administrative/)
  await expect(page.getByRole('heading', { level: 1, name: 'Cơ cấu tổ chức' })).toBeVisible()
})

test('a wrong password is said kindly', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('Tên đăng nhập').fill('khong.co.ai')
  await page.getByLabel('Mật khẩu', { exact: true }).fill('sai')
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await expect(page.getByRole('alert')).toHaveText('Tên đăng nhập hoặc mật khẩu chưa đúng.')
})

test('a lost line is said in words, and the page recovers', async ({ page, context }) => {
  await signIn(page)
  await context.setOffline(true)
  await page.getByRole('navigation', { name: 'Các phần chính' }).getByRole('link', { name: 'Chỉ tiêu' }).click()
  await expect(page.getByText('Thiết bị đang mất kết nối mạng')).toBeVisible()
  await context.setOffline(false)
  const retry = page.getByRole('button', { name: 'Thử lại' })
  await expect(retry.or(page.getByRole('table', { name: 'Chỉ tiêu' }))).toBeVisible({ timeout: 20_000 })
  if (await retry.isVisible()) await retry.click()
  await expect(page.getByRole('table', { name: 'Chỉ tiêu' })).toBeVisible()
})
