import { expect, LEADER, PASSWORD, signIn, test } from './support'

interface Icon {
  src: string
  sizes: string
  type: string
  purpose: string
}

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

test('it can be put on a phone’s home screen, by icons of the sizes they say', async ({ page }) => {
  await page.goto('/sign-in')
  const devtools = await page.context().newCDPSession(page)
  const { errors, data = '' } = await devtools.send('Page.getAppManifest')
  expect(errors).toEqual([])
  const { name, start_url: start, icons } = JSON.parse(data) as { name: string; start_url: string; icons: Icon[] }
  expect([name, start]).toEqual(['Lộ Trình – kế hoạch chuyển đổi số', '/'])
  const drawn = icons.filter(({ type }) => type === 'image/png')
  const found = await page.evaluate(async (sources) => {
    const pictures = sources.map(async (each) => createImageBitmap(await (await fetch(each)).blob()))
    return (await Promise.all(pictures)).map(({ width, height }) => `${width}x${height}`)
  }, drawn.map(({ src }) => src))
  expect(found).toEqual(drawn.map(({ sizes }) => sizes))
  expect(drawn.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(['192x192 any', '512x512 any', '512x512 maskable'])
})
