import type { APIRequestContext, Page } from '@playwright/test'

import { tokenOf } from './drafts'
import { inspect, PHONE } from './inspect'
import { expect, signIn, test } from './support'

/** The plan of Hải Phòng as the product prints it. */
async function paper(request: APIRequestContext): Promise<Buffer> {
  const headers = { Authorization: `Bearer ${await tokenOf(request, 'coordinator.hai-phong')}` }
  const list = await request.get('/api/v1/plans?year=2026&status=issued', { headers })
  const { items } = (await list.json()) as { items: { id: string; title: string }[] }
  const real = items.find(({ title }) => title.includes('Hải Phòng năm 2026'))
  const answer = await request.get(`/api/v1/plans/${real?.id}/document?format=docx`, { headers })
  if (!answer.ok()) throw new Error(await answer.text())
  return answer.body()
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** Drops a file on the page, as one does from a folder. */
async function drop(page: Page, bytes: Buffer) {
  const data = await page.evaluateHandle(
    ([base64, type]) => {
      const transfer = new DataTransfer()
      const content = Uint8Array.from(atob(base64 ?? ''), (letter) => letter.charCodeAt(0))
      transfer.items.add(new File([content], 'hai-phong-2026.docx', { type: type ?? '' }))
      return transfer
    },
    [bytes.toString('base64'), DOCX],
  )
  await page.getByText('Kéo tệp kế hoạch vào đây').dispatchEvent('drop', { dataTransfer: data })
}

test('a document dropped becomes a plan in force, and a principal finds what the school must do', async ({ page, request }) => {
  const bytes = await paper(request)
  await signIn(page, 'coordinator.hai-phong')
  await page.goto('/plans')
  await page.getByRole('link', { name: 'Nhập từ văn bản' }).click()
  await drop(page, bytes)
  await expect(page.getByRole('button', { name: /^Tất cả/ })).toContainText(/[5-9]\d/, { timeout: 60_000 })
  await expect(page.getByText('Trang', { exact: false }).or(page.getByText(/bảng 1/i)).first()).toBeVisible()
  await page.getByLabel('Tên kế hoạch').fill('Kế hoạch nhập từ văn bản')
  await page.getByLabel('Số, ký hiệu').fill('99/KH-SGDĐT')
  await page.getByLabel('Ngày ban hành').fill('05/01/2026')
  await page.getByLabel('Họ và tên người ký').fill('Nguyễn Văn A')
  await page.getByLabel('Chức vụ').fill('Giám đốc')
  await page.getByRole('button', { name: 'Tạo dự thảo' }).click()

  // Where the draft lacks something of the paper, that is said first.
  const onward = page.getByRole('link', { name: 'Tiếp tục đến bước ban hành' })
  const issuing = page.getByRole('region', { name: 'Ban hành kế hoạch' })
  await expect(onward.or(issuing)).toBeVisible({ timeout: 60_000 })
  if (await onward.isVisible()) await onward.click()

  // Where schools owe more than ten things, all plans together, a reason is asked for.
  await expect(issuing.getByRole('row').nth(1)).toBeVisible()
  const reason = page.getByLabel('Lý do giao nhiều việc')
  if (await reason.isVisible()) await reason.fill('Thử nghiệm nhập văn bản')
  await page.getByRole('button', { name: 'Ban hành', exact: true }).click()
  await expect(page.getByText(/việc đã được chuyển đến các đơn vị/)).toBeVisible({ timeout: 60_000 })

  const plan = /plans\/([^/]+)/.exec(page.url())?.[1]
  const headers = { Authorization: `Bearer ${await tokenOf(request, 'head.hai-phong')}` }
  const work = await request.get(`/api/v1/assignments?plan=${plan}`, { headers })
  expect(((await work.json()) as { items: unknown[] }).items.length).toBeGreaterThan(0)
})

test('a file that is no plan is refused in clear words', async ({ page }) => {
  await signIn(page, 'coordinator.hai-phong')
  await page.goto('/plans/import')
  await page.getByLabel('Chọn tệp từ máy').setInputFiles({ name: 'anh.docx', mimeType: DOCX, buffer: Buffer.from('PK không phải') })
  await expect(page.getByRole('alert')).toBeVisible()
})

test.describe('a look', () => {
  test.use({ viewport: PHONE })

  test('an import', async ({ page, request }) => {
    const bytes = await paper(request)
    await signIn(page, 'coordinator.hai-phong')
    await page.goto('/plans/import')
    await expect(page.getByRole('heading', { name: 'Tệp đã gửi' })).toBeVisible()
    await inspect(page, 'where a file is dropped')
    await drop(page, bytes)
    await page.getByRole('button', { name: 'Sửa' }).nth(1).click()
    await page.getByText(/^Căn cứ \(/).click()
    await inspect(page, 'what was understood')
  })
})
