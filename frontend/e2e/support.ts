import { test as base, expect, type Page } from '@playwright/test'

export const LEADER = 'leader.hai-phong'
export const PASSWORD = process.env.LOTRINH_DEMO_PASSWORD ?? 'lotrinh-demo'

/** A page that fails its test when the browser refuses something or a script breaks. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text())
    })
    await use(page)
    expect(faults).toEqual([])
  },
})

export { expect }

export async function signIn(page: Page, username: string = LEADER) {
  await page.goto('/sign-in')
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await expect(page.getByRole('navigation', { name: 'Các phần chính' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** Opens the real plan of Hải Phòng, not one another journey copied from it, and waits for its tasks. */
export async function openPlan(page: Page) {
  if (!page.url().endsWith('/plans')) await page.goto('/plans')
  await page.getByRole('main').getByRole('link', { name: /Hải Phòng năm 2026/ }).click()
  await expect(page.getByRole('table', { name: 'Nhiệm vụ' })).toBeVisible()
}

/** The links of the tasks listed now. */
export const taskLinks = (page: Page) => page.getByRole('table', { name: 'Nhiệm vụ' }).getByRole('link')
