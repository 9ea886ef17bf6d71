/** The other ways in, in a real browser: by a certified provider of OpenID Connect. */
import type { Page } from '@playwright/test'

import { expect, signIn, test } from './support'

const BUTTON = 'Đăng nhập bằng Định danh thử nghiệm'

/** Be somebody at the provider. */
async function be(page: Page, login: string) {
  await expect(page.getByRole('heading', { name: 'Định danh thử nghiệm' })).toBeVisible()
  await page.getByLabel('Số định danh').fill(login)
  await page.getByRole('button', { name: 'Tiếp tục' }).click()
}

test.describe('a provider', () => {
  test('vouches for an account that its owner has linked, until both are signed out', async ({ page }) => {
    await signIn(page, 'officer.hai-phong')
    await page.goto('/account')
    await page.getByRole('button', { name: 'Liên kết với Định danh thử nghiệm' }).click()
    await be(page, 'binh')
    await expect(page.getByRole('button', { name: 'Bỏ liên kết với Định danh thử nghiệm' })).toBeVisible()
    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click()

    await page.goto('/sign-in?from=/units')
    await page.getByRole('link', { name: BUTTON }).click()
    // The provider still knows who this is, and sends straight back.
    await expect(page).toHaveURL(/\/units$/)
    await page.goto('/account')
    await expect(page.getByText('đăng nhập bằng Định danh thử nghiệm')).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { level: 1, name: 'Tài khoản' })).toBeVisible()

    await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click()
    await page.getByRole('button', { name: 'Yes, sign me out' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Đăng nhập' })).toBeVisible()
    await page.getByRole('link', { name: BUTTON }).click()
    await expect(page.getByLabel('Số định danh')).toBeVisible()
  })

  test('does not open an account for somebody unknown here', async ({ page }) => {
    await page.goto('/sign-in')
    await page.getByRole('link', { name: BUTTON }).click()
    await be(page, 'la')
    await expect(page.getByRole('alert')).toHaveText('Tài khoản này chưa được cấp quyền sử dụng Lộ Trình.')
    await page.goto('/api/v1/auth/oidc/dinh-danh/callback?code=used&state=old')
    await expect(page.getByRole('alert')).toHaveText(/đã quá hạn hoặc đã được dùng/)
  })
})
