/** Those who do the work: a school on its phone, a commune for its school, a coordinator for hundreds. */
import { tokenOf } from './drafts'
import { expect, PASSWORD, signIn, test } from './support'

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } })

  test('a school officer finds what she owes, says what was done, and takes it back', async ({ page }) => {
    await signIn(page, 'school.hai-phong')
    await expect(page.getByRole('heading', { level: 1, name: 'Việc của tôi' })).toBeVisible()
    const late = page.getByRole('region', { name: 'Quá hạn' })
    await late.getByRole('textbox').first().fill('412/450 học sinh')
    await late.getByRole('button', { name: 'Báo số liệu' }).first().click()
    await expect(page.getByText('Đã báo hoàn thành')).toBeVisible()
    await page.getByRole('button', { name: 'Hoàn tác' }).click()
    await expect(late.getByRole('button', { name: 'Báo số liệu' }).first()).toBeVisible()
  })
})

test('a commune officer enters the work of a school for it', async ({ page }) => {
  await signIn(page, 'commune.hai-phong')
  await page.getByRole('table', { name: 'Việc của các đơn vị' }).getByRole('link').first().click()
  await page.getByRole('table', { name: 'Tiến độ thực hiện' }).getByRole('link').first().click()
  await expect(page.getByText(/Bạn đang nhập thay cho Trường/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Thêm cập nhật' }).fill('Trường báo qua điện thoại')
  await page.getByRole('button', { name: 'Ghi cập nhật' }).click()
  await expect(page.getByText('Nhập thay', { exact: true }).first()).toBeVisible()
})

test('a coordinator tries and then makes a change of all that fit the filters', async ({ page }) => {
  await signIn(page, 'coordinator.hai-phong')
  await page.goto('/assignments?status=in_progress&q=hong+bang&overdue=true')
  await page.getByRole('combobox', { name: 'Chuyển sang trạng thái' }).selectOption({ label: 'Chờ xác nhận' })
  await page.getByRole('button', { name: 'Chạy thử' }).click()
  await expect(page.getByText(/Sẽ đổi \d+ việc/)).toBeVisible()
  await page.getByRole('button', { name: /^Đổi \d+ việc/ }).click()
  await expect(page.getByText(/Đã đổi \d+ việc/)).toBeVisible()
})

test('the link in a message to schools opens the school’s work after signing in', async ({ page, request }) => {
  const headers = { Authorization: `Bearer ${await tokenOf(request, 'commune.hai-phong')}` }
  const answer = await request.get('/api/v1/reminders/message', { headers })
  const { text } = (await answer.json()) as { text: string }
  const link = /Trường Tiểu học Hồng Bàng:.*\n\s*(\S+)/.exec(text)?.[1] ?? ''
  await page.goto(new URL(link).pathname)
  await page.getByLabel('Tên đăng nhập').fill('school.hai-phong')
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Trường Tiểu học Hồng Bàng' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Việc của đơn vị', exact: true })).toContainText('Quá hạn')
})
