/** Proof: sent from a school's phone over a line that breaks, judged at a desk by keys alone. */
import { inspect } from './inspect'
import { expect, PASSWORD, signIn, test } from './support'

const HEAD = Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1')
const RUN = Date.now()
const video = (seed: number) => ({
  name: `tap-huan-${RUN}-${seed}.mp4`,
  mimeType: 'video/mp4',
  buffer: Buffer.concat([HEAD, Buffer.alloc(3 << 20, `${RUN}-${seed}`)]),
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } })

  test('a school sends proof, loses the line, and goes on after a reload', async ({ page, context }) => {
    const file = video(1)
    await signIn(page, 'school.hai-phong')
    await page.goto('/evidence')
    await expect(page.getByRole('button', { name: 'Chụp ảnh' })).toBeVisible()
    // The second piece never arrives.
    let pieces = 0
    await page.route('**/api/v1/uploads/*', (route) =>
      route.request().method() === 'PATCH' && ++pieces > 1 ? route.abort('connectionreset') : route.continue(),
    )
    await page.locator('input[type=file]').last().setInputFiles(file)
    const row = page.getByRole('list', { name: 'Các tệp đang gửi' }).getByRole('listitem')
    await expect.poll(() => pieces).toBeGreaterThan(1)
    await page.getByRole('button', { name: `Tạm dừng gửi ${file.name}` }).click()
    await expect(row).toContainText(/Tạm dừng ở \d+ %/)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.reload()
    const sent: string[] = []
    context.on('request', (request) => {
      if (request.url().includes('/uploads')) sent.push(request.method())
    })
    await page.locator('input[type=file]').last().setInputFiles(file)
    await expect(row).toContainText('Đã gửi xong')
    expect(sent[0]).toBe('HEAD') // it asks how far it is, and begins nothing anew
    expect(sent).not.toContain('POST')
    await expect(page.getByRole('list', { name: 'Minh chứng' }).getByRole('link', { name: file.name })).toBeVisible()
  })
})

test.describe('shared from elsewhere on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, serviceWorkers: 'allow' })

  test('a file is kept while one signs in, and sent where it proves something', async ({ page }) => {
    const file = video(3)
    await page.goto('/sign-in')
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready
      // What the share sheet does.
      const form = Object.assign(document.createElement('form'), { method: 'post', action: '/shared' })
      form.enctype = 'multipart/form-data'
      form.append(Object.assign(document.createElement('input'), { type: 'file', name: 'files' }))
      document.body.append(form)
    })
    await page.locator('input[name=files]').setInputFiles(file)
    await page.evaluate(() => document.querySelector<HTMLFormElement>('form[action="/shared"]')?.submit())
    await expect(page).toHaveURL(/sign-in/)
    await page.getByLabel('Tên đăng nhập').fill('school.hai-phong')
    await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await expect(page.getByRole('list', { name: 'Tệp vừa chia sẻ' })).toContainText(file.name)
    await inspect(page, 'files just shared')
    await page.getByRole('link', { name: 'Mở Việc của tôi' }).click()
    await page.getByRole('main').getByRole('heading', { level: 3 }).first().getByRole('link').click()
    await page.getByRole('button', { name: 'Gửi vào đây' }).click()
    await expect(page.getByText('Đã gửi xong')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Gửi vào đây' })).toBeHidden()
    await expect(page.getByRole('list', { name: 'Minh chứng' }).getByRole('link', { name: file.name })).toBeVisible()
  })
})

test('an officer judges by keys alone', async ({ page }) => {
  await signIn(page, 'school.hai-phong')
  await page.goto('/evidence')
  const files = [video(21), video(22)]
  await page.locator('input[type=file]').last().setInputFiles(files)
  await expect(page.getByText('Đã gửi xong')).toHaveCount(2)
  await page.context().clearCookies()
  await signIn(page, 'coordinator.hai-phong')
  await page.goto(`/evidence?verdict=none&q=${RUN}-2`)
  await expect(page.getByRole('checkbox', { name: /^Chọn/ }).first()).toBeVisible()
  await page.keyboard.press('j')
  const record = page.getByRole('region', { name: 'Minh chứng đang mở' })
  await expect(record.getByRole('button', { name: 'Xác nhận' })).toBeVisible()
  await page.keyboard.press('r')
  await page.keyboard.type('Không nghe rõ tiếng')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('checkbox', { name: /^Chọn/ })).toHaveCount(1)
  await page.goto(`/evidence?verdict=rejected&q=${RUN}-2`)
  await expect(page.getByRole('checkbox', { name: /^Chọn/ }).first()).toBeVisible()
  await page.keyboard.press('j')
  await expect(record).toContainText('Không nghe rõ tiếng')
})
