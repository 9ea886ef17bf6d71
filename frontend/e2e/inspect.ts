/** What every route must stand: axe finds nothing, nothing runs off the screen. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

import { expect } from './support'

export const SIZES = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
]

export async function inspect(page: Page, where: string) {
  await expect(page.getByLabel('Đang tải')).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect.soft(found, where).toEqual([])
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect.soft(overflow, `${where} is wider than the screen by`).toBeLessThanOrEqual(0)
}
