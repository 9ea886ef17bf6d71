/** Every route, light and dark, on a phone and on a desk: axe finds nothing, nothing runs off the screen. */
import { inspect, SIZES } from './inspect'
import { expect, openPlan, signIn, test } from './support'

for (const viewport of SIZES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${viewport.width} px, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme })

      test('before signing in', async ({ page }) => {
        await page.goto('/sign-in')
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await inspect(page, 'sign-in')
        await page.getByLabel('Tên đăng nhập').fill('khong.co.ai')
        await page.getByLabel('Mật khẩu', { exact: true }).fill('sai')
        await page.getByRole('button', { name: 'Đăng nhập' }).click()
        await expect(page.getByRole('alert')).toBeVisible()
        await inspect(page, 'a refused sign-in')
      })

      test('plans, tasks and targets', async ({ page }) => {
        await signIn(page)
        await inspect(page, 'plans')
        await openPlan(page)
        await inspect(page, 'the tasks of a plan')
        const plan = new URL(page.url()).pathname
        await page.goto(`${plan}/targets`)
        await page.getByRole('table', { name: 'Chỉ tiêu' }).getByRole('button').first().click()
        await expect(page.getByText('Tử số').first()).toBeVisible()
        await inspect(page, 'the targets of a plan')
        await page.goto(`${plan}/document`)
        await expect(page.getByRole('region', { name: 'Căn cứ' })).toBeVisible()
        await inspect(page, 'a plan’s document')
        await page.goto(`${plan}?q=khong+co+nhiem+vu+nay`)
        await expect(page.getByText('Không có nhiệm vụ phù hợp')).toBeVisible()
        await inspect(page, 'an empty list')
        await page.goto('/tasks')
        await page.getByRole('table', { name: 'Nhiệm vụ' }).getByRole('link').first().click()
        await expect(page.getByRole('region', { name: 'Thời gian' })).toBeVisible()
        await inspect(page, 'a task')
        await page.goto('/tasks')
        await expect(page.getByRole('table')).toBeVisible()
        await inspect(page, 'tasks')
        await page.goto('/targets')
        await expect(page.getByRole('table')).toBeVisible()
        await inspect(page, 'targets')
      })

      test('work', async ({ page }) => {
        await signIn(page, 'school.hai-phong')
        await expect(page.getByRole('heading', { level: 1, name: 'Việc của tôi' })).toBeVisible()
        await page.getByText('Xem việc đã hoàn thành gần đây').click()
        await inspect(page, 'the work of a school')
        await page.getByRole('main').getByRole('heading', { level: 3 }).first().getByRole('link').click()
        await expect(page.getByRole('region', { name: 'Kết quả thực hiện' })).toBeVisible()
        await inspect(page, 'an assignment')
        await page.goto('/units/hp')
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await inspect(page, 'a unit of others')
      })

      test('work of others', async ({ page }) => {
        await signIn(page, 'coordinator.hai-phong')
        await page.goto('/work')
        const counted = page.getByRole('table', { name: 'Việc của các đơn vị' })
        await expect(counted).toBeVisible()
        await inspect(page, 'the work of a department')
        await counted.getByRole('link').first().click()
        await expect(page.getByRole('table', { name: 'Tiến độ thực hiện' })).toBeVisible()
        await inspect(page, 'all work')
        await page.getByRole('button', { name: 'Cột trạng thái' }).click()
        await expect(page.getByRole('region', { name: 'Đang thực hiện' })).toBeVisible()
        await inspect(page, 'a board of work')
        await page.getByRole('region', { name: 'Chưa thực hiện' }).getByRole('link').first().click()
        await expect(page.getByText(/Bạn đang nhập thay cho/)).toBeVisible()
        await inspect(page, 'an assignment of others')
        await page.getByRole('main').getByRole('link', { name: /^Trường/ }).first().click()
        await expect(page.getByRole('region', { name: 'Việc của đơn vị', exact: true })).toBeVisible()
        await inspect(page, 'a unit')
      })

      test('units, account and what is not there', async ({ page }) => {
        await signIn(page)
        await page.goto('/units')
        await page.getByRole('treeitem').first().click()
        await expect(page.getByRole('region', { name: 'Thông tin đơn vị' }).getByRole('heading', { level: 2 })).toBeVisible()
        await inspect(page, 'units')
        await page.goto('/units?q=truong')
        await expect(page.getByRole('region', { name: 'Cây đơn vị' }).getByRole('button').first()).toBeVisible()
        await inspect(page, 'units found')
        await page.goto('/account')
        await expect(page.getByRole('region', { name: 'Thiết bị đang đăng nhập' })).toContainText('Thiết bị này')
        await inspect(page, 'account')
        await page.goto('/plans/00000000-0000-7000-8000-000000000000')
        await expect(page.getByRole('alert')).toBeVisible()
        await inspect(page, 'a plan that is not there')
        await page.goto('/notifications')
        await expect(page.getByRole('heading', { level: 1, name: 'Thông báo' })).toBeVisible()
        await inspect(page, 'notifications')
        await page.goto('/khong-co-trang-nay')
        await expect(page.getByText('Không có trang này')).toBeVisible()
        await inspect(page, 'no such page')
      })
    })
  }
}

test('the API reference is drawn from our own files', async ({ page, baseURL }) => {
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? '') && !request.url().startsWith('data:')) foreign.push(request.url())
  })
  await page.goto('/api/docs')
  await expect(page.getByText('/api/v1/tasks', { exact: true }).first()).toBeVisible({ timeout: 20_000 })
  await page.locator('#list_tasks > summary').click()
  await expect(page.locator('#list_tasks')).toContainText('Tasks this unit or audience')
  await inspect(page, 'the API reference')
  expect(foreign).toEqual([])
})
