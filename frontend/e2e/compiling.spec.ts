/** A period's reports at the coordinator's desk: put together, read, taken away as papers; one sent back with a reason. */
import { readFile } from 'node:fs/promises'

import type { Page } from '@playwright/test'

import { expect, signIn, test } from './support'

const LIST = 'Báo cáo của các đơn vị'
const REASON = 'Chưa nêu nguyên nhân của chỉ tiêu chưa đạt.'

/** Opens the department's newest round with its reports narrowed by what is typed. */
async function openRound(page: Page, narrowed: string) {
  await page.goto('/reporting-rounds')
  await page.getByRole('table', { name: 'Kỳ báo cáo' }).getByRole('link', { name: 'Báo cáo quý' }).first().click()
  await expect(page.getByRole('table', { name: LIST })).toBeVisible()
  await page.goto(`${new URL(page.url()).pathname}?${narrowed}`)
  await expect(page.getByRole('table', { name: LIST })).toBeVisible()
}

/** Takes the report as a paper; its first bytes. */
async function paper(page: Page, name: RegExp) {
  const coming = page.waitForEvent('download', { timeout: 60_000 })
  await page.getByRole('button', { name: 'Tải báo cáo' }).click()
  await page.getByRole('menuitem', { name }).click()
  const file = await coming
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

test('the department’s report is compiled, read and taken away; a school’s comes back with a reason on its line', async ({ page }) => {
  await signIn(page, 'coordinator.hai-phong')
  await openRound(page, 'q=V%C4%83n+ph%C3%B2ng+S%E1%BB%9F')
  await page.getByRole('table', { name: LIST }).getByRole('link', { name: 'Văn phòng Sở' }).click()
  await expect(page.getByRole('heading', { name: 'Tổng hợp từ các đơn vị' })).toBeVisible()
  await expect(page.getByText(/^\d+([.,]\d+)? %$/).first()).toBeVisible()
  await expect(page.getByText(/đơn vị đã báo cáo/).first()).toBeVisible()
  const word = await paper(page, /DOCX/)
  expect(word.name).toMatch(/\.docx$/)
  expect(word.bytes.subarray(0, 2).toString()).toBe('PK')
  const print = await paper(page, /PDF/)
  expect(print.name).toMatch(/\.pdf$/)
  expect(print.bytes.subarray(0, 5).toString()).toBe('%PDF-')

  await openRound(page, 'status=sent&q=Tr%C6%B0%E1%BB%9Dng+Ti%E1%BB%83u+h%E1%BB%8Dc')
  await page.getByRole('table', { name: LIST }).getByRole('link').first().click()
  await page.getByRole('button', { name: 'Trả lại để bổ sung' }).click()
  const form = page.getByRole('region', { name: 'Trả lại để bổ sung' })
  await form.getByLabel('Lý do').fill(REASON)
  await form.getByRole('button', { name: 'Trả lại để bổ sung' }).click()
  await expect(page.getByText('trả lại báo cáo để bổ sung các nội dung sau:')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: REASON }).first()).toBeVisible()
})
