/** In without a password, with the authenticator Chromium pretends to have. */
import type { Page } from '@playwright/test'

import { inspect } from './inspect'
import { expect, signIn, test } from './support'

const SIGN_IN = 'Đăng nhập bằng khóa truy cập (passkey)'

// Browsers keep passkeys for names, not for numbers.
test.use({ baseURL: process.env.BASE_URL?.replace('127.0.0.1', 'localhost') })

/**
 * A device that is unlocked whenever it is asked to be: also where its passkeys are offered beside the name, which
 * others must choose. `awake` says whether it answers, `forget` takes its passkeys away.
 */
async function addDevice(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    awake: (enabled: boolean) => devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    forget: () => devtools.send('WebAuthn.clearCredentials', { authenticatorId }),
  }
}

const passkeys = (page: Page) => page.getByRole('region', { name: 'Khóa truy cập (passkey)' })

async function leave(page: Page) {
  await page.getByRole('button', { name: 'Đăng xuất', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Đăng nhập' })).toBeVisible()
}

test('a school opens the door by its telephone, and by nothing once the passkey is removed', async ({ page }) => {
  const device = await addDevice(page)
  await signIn(page, 'school.hai-phong')
  await page.goto('/account')

  await test.step('a passkey is added under a name, and named anew', async () => {
    const card = passkeys(page)
    await card.getByRole('button', { name: 'Thêm khóa truy cập' }).click()
    await expect(card.getByLabel('Tên khóa')).toHaveValue('Chrome trên Linux')
    await card.getByLabel('Tên khóa').fill('Điện thoại')
    await inspect(page, 'a passkey to be')
    await card.getByRole('button', { name: 'Tạo khóa' }).click()
    await expect(card.getByText('Đã thêm.')).toBeVisible()
    await card.getByRole('button', { name: 'Đổi tên khóa Điện thoại' }).click()
    await card.getByLabel('Tên khóa').fill('Điện thoại của văn thư')
    await card.getByRole('button', { name: 'Lưu' }).click()
    await expect(card.getByText('Điện thoại của văn thư')).toBeVisible()
    await expect(card.getByText(/chưa dùng lần nào/)).toBeVisible()
    await inspect(page, 'passkeys')
  })
  await test.step('one is enough for a device', async () => {
    await passkeys(page).getByRole('button', { name: 'Thêm khóa truy cập' }).click()
    await passkeys(page).getByRole('button', { name: 'Tạo khóa' }).click()
    await expect(passkeys(page).getByRole('alert')).toHaveText(/đã có khóa của tài khoản/)
  })
  await test.step('it signs in, and leads where one wanted to go', async () => {
    await device.awake(false)
    await leave(page)
    await page.goto('/sign-in?from=/account')
    await inspect(page, 'sign-in with passkeys')
    await device.awake(true)
    await page.getByRole('button', { name: SIGN_IN }).click()
    await expect(passkeys(page).getByText(/Dùng lần cuối/)).toBeVisible()
  })
  await test.step('chosen where one types the name, it needs no button', async () => {
    await device.awake(false)
    await leave(page)
    await device.awake(true)
    await page.goto('/sign-in?from=/account')
    await expect(passkeys(page).getByText(/Dùng lần cuối/)).toBeVisible()
  })
  await test.step('removed, it is refused in words', async () => {
    await passkeys(page).getByRole('button', { name: 'Xóa khóa Điện thoại của văn thư' }).click()
    await inspect(page, 'a passkey to be removed')
    await passkeys(page).getByRole('button', { name: 'Xóa khóa', exact: true }).click()
    await expect(passkeys(page).getByText('Điện thoại của văn thư')).toHaveCount(0)
    await device.awake(false)
    await leave(page)
    await device.awake(true)
    await page.getByRole('button', { name: SIGN_IN }).click()
    await expect(page.getByRole('alert')).toHaveText(/Khóa truy cập này không dùng được ở đây/)
  })
  await test.step('a device without one says so', async () => {
    await device.forget()
    await page.getByRole('button', { name: SIGN_IN }).click()
    await expect(page.getByRole('alert')).toHaveText(/Chưa có khóa nào được chọn/)
  })
})
