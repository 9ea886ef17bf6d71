/** People in a department of their own: let in, asked for work no plan has, in difficulties, asked why. */
import type { Page } from '@playwright/test'

import { inspect } from './inspect'
import { expect, signIn, test } from './support'

const SCHOOL = 'Trường Tiểu học Đồng Hới'
const DEPARTMENT = 'Sở Giáo dục và Đào tạo tỉnh Quảng Trị'
const WORK = 'Rà soát tài khoản của giáo viên'

/** What somebody is told, and where it leads. */
async function follow(page: Page, title: RegExp) {
  await expect(async () => {
    await page.goto('/notifications')
    await expect(page.getByRole('heading', { level: 3, name: title }).first()).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 60_000 })
  const told = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3, name: title }) }).first()
  await told.getByRole('link', { name: 'Đến việc cần làm' }).click()
}

async function become(page: Page, username: string) {
  await page.getByRole('button', { name: 'Đăng xuất' }).click()
  await expect(page.getByLabel('Tên đăng nhập')).toBeVisible()
  await signIn(page, username)
}

async function openWork(page: Page) {
  await page.goto('/work')
  await page.getByRole('link', { name: WORK }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: WORK })).toBeVisible()
}

test('work of a document reaches a school, whose difficulty is answered and whose leader is answered', async ({ page }) => {
  await test.step('a coordinator sends what a document asks for', async () => {
    await signIn(page, 'coordinator.quang-binh')
    await page.goto('/tasks')
    await page.getByRole('link', { name: 'Việc ngoài kế hoạch' }).click()
    await page.getByLabel('Số, ký hiệu').fill('45/TB-UBND')
    await page.getByLabel('Ngày ban hành').fill('18/05/2026')
    await page.getByLabel('Về việc').fill('Kết luận về an toàn thông tin')
    await page.getByRole('textbox', { name: 'Nội dung' }).fill(WORK)
    await page.getByRole('textbox', { name: 'Đơn vị, đối tượng thực hiện' }).fill(SCHOOL)
    await page.getByRole('option', { name: SCHOOL, exact: true }).click()
    await page.getByLabel('Hạn hoàn thành').fill('31/12/2027')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Gửi đến các đơn vị' }).click()
    await expect(page.getByText('1 đơn vị đã nhận được, gồm 1 việc')).toBeVisible({ timeout: 60_000 })
  })
  await test.step('the school finds it among its work, and says what stands in its way', async () => {
    await become(page, 'head.quang-binh')
    await openWork(page)
    const card = page.getByRole('region', { name: 'Khó khăn, vướng mắc' })
    await card.getByRole('button', { name: 'Nêu khó khăn, vướng mắc' }).click()
    await card.getByLabel('Tóm tắt').fill('Chưa có danh sách')
    await card.getByRole('textbox', { name: 'Nội dung' }).fill('Trường chưa có danh sách tài khoản.')
    await card.getByLabel('Gửi đến').selectOption({ label: DEPARTMENT })
    await card.getByRole('button', { name: 'Gửi', exact: true }).click()
    await expect(card.getByText(`Đã gửi ${DEPARTMENT}.`)).toBeVisible()
  })
  await test.step('the department answers', async () => {
    await become(page, 'coordinator.quang-binh')
    await follow(page, /Chưa có danh sách/)
    const record = page.getByRole('region', { name: 'Nội dung khó khăn, vướng mắc' })
    await record.getByRole('button', { name: 'Trả lời' }).click()
    await record.getByRole('textbox').fill('Danh sách gửi kèm hôm nay.')
    await record.getByRole('button', { name: 'Trả lời' }).click()
    await expect(record.getByText('Đã trả lời')).toBeVisible()
  })
  await test.step('the school calls it resolved', async () => {
    await become(page, 'head.quang-binh')
    await follow(page, /Chưa có danh sách/)
    const record = page.getByRole('region', { name: 'Nội dung khó khăn, vướng mắc' })
    await expect(record).toContainText('Danh sách gửi kèm hôm nay.')
    await record.getByRole('button', { name: 'Xác nhận đã tháo gỡ' }).click()
    await record.getByRole('button', { name: 'Xác nhận đã tháo gỡ' }).click()
    await expect(record.getByText('Đã tháo gỡ').first()).toBeVisible()
  })
  await test.step('a leader asks why, and records a call', async () => {
    await become(page, 'leader.quang-binh')
    await page.goto('/assignments?q=ra+soat+tai+khoan')
    await page.getByRole('table').getByRole('link', { name: WORK }).click()
    const asking = page.getByRole('region', { name: 'Làm rõ' })
    await asking.getByRole('button', { name: 'Yêu cầu báo cáo làm rõ' }).click()
    await asking.getByLabel('Tóm tắt').fill('Tiến độ rà soát')
    await asking.getByLabel('Nội dung cần làm rõ').fill('Đã rà soát đến đâu?')
    await asking.getByLabel('Hạn trả lời').fill('30/11/2027')
    await page.keyboard.press('Tab')
    await asking.getByRole('button', { name: 'Gửi yêu cầu' }).click()
    await expect(asking.getByRole('list', { name: 'Làm rõ' })).toContainText('Tiến độ rà soát')
    const chases = page.getByRole('region', { name: 'Đôn đốc' })
    await chases.getByRole('button', { name: 'Ghi nhận đôn đốc' }).click()
    await chases.getByLabel('Nội dung trao đổi').fill('Hẹn xong trong tuần.')
    await chases.getByRole('button', { name: 'Ghi nhận đôn đốc' }).click()
    await expect(chases.getByRole('list', { name: 'Đôn đốc' })).toContainText('Hẹn xong trong tuần.')
  })
  await test.step('what the school is told leads to the question, and from there to the work', async () => {
    await become(page, 'head.quang-binh')
    await follow(page, /Tiến độ rà soát/)
    const record = page.getByRole('region', { name: 'Nội dung cần làm rõ' })
    await record.getByRole('button', { name: 'Báo cáo làm rõ' }).click()
    await record.getByRole('textbox', { name: 'Nội dung làm rõ' }).fill('Đã rà soát 20 tài khoản.')
    await record.getByRole('button', { name: 'Báo cáo làm rõ' }).click()
    await expect(record.getByText('Đã trả lời')).toBeVisible()
    await record.getByRole('link', { name: WORK }).click()
    await expect(page.getByRole('heading', { level: 1, name: WORK })).toBeVisible()
  })
})

test('a school nobody has an account at is let in by a printed link', async ({ page }) => {
  await signIn(page, 'admin')
  await page.goto('/invitations')
  await page.getByRole('textbox', { name: 'Từ đơn vị' }).fill('Trường Mầm non Đức Hòa')
  await page.getByRole('option', { name: 'Trường Mầm non Đức Hòa' }).click()
  await page.getByRole('button', { name: 'Tạo 1 liên kết' }).click()
  const sheet = page.getByRole('article', { name: 'Trường Mầm non Đức Hòa' })
  await expect(sheet).toBeVisible()
  await inspect(page, 'pages to print')
  const link = /\S+\/invitation#[\w-]+/.exec(await sheet.innerText())?.[0] ?? ''
  const username = 'la-001004'
  await page.getByRole('button', { name: 'Xong, đóng các liên kết' }).click()
  await expect(sheet).toHaveCount(0)
  await page.getByRole('button', { name: 'Đăng xuất' }).click()
  await expect(page.getByLabel('Tên đăng nhập')).toBeVisible()

  const { pathname, hash } = new URL(link)
  await page.goto(`${pathname}${hash}`)
  const password = 'Mot-mat-khau-dai-2027!'
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(password)
  await page.getByLabel('Nhập lại mật khẩu mới').fill(password)
  await page.getByRole('button', { name: 'Đặt mật khẩu' }).click()
  await page.getByRole('link', { name: 'Đến trang đăng nhập' }).click()
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Việc của tôi' })).toBeVisible()
  await page.goto(`${pathname}${hash}`)
  await expect(page.getByRole('alert')).toBeVisible()
})
