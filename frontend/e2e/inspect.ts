/** What every route must stand, light and dark: axe finds nothing, nothing runs off the screen. */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

import { expect } from './support'

/** A phone's and a desk's. */
export const PHONE = { width: 360, height: 740 }
const DESK = { width: 1440, height: 900 }

/** What may be wrong with the same elements when there is more room or less. */
const OF_SIZE = ['target-size', 'scrollable-region-focusable', 'meta-viewport']

/**
 * The page as it stands, on a phone and on a desk; then with other colours, since only they can be wrong now. Where the
 * second size shows the very elements of the first, only what hangs on room is looked at again.
 */
export async function inspect(page: Page, where: string) {
  const given = page.viewportSize() ?? DESK
  let seen: string | undefined
  for (const size of given.width === PHONE.width ? [DESK, PHONE] : [PHONE, DESK]) {
    await page.setViewportSize(size)
    await settle(page)
    const shown = await elements(page)
    await findNothing(shown === seen ? lookingAt(page).withRules(OF_SIZE) : lookingAt(page), `${where}, ${size.width} px`)
    seen = shown
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect.soft(overflow, `${where} is wider than ${size.width} px by`).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize(given)
  await paint(page, 'dark')
  await findNothing(lookingAt(page).withRules('color-contrast'), `${where}, dark`)
  await paint(page, 'light')
}

/** The elements there are to see, without what places them. */
function elements(page: Page) {
  return page.evaluate(() => {
    const seen = [...document.querySelectorAll('body *')].filter((each) => each.checkVisibility({ visibilityProperty: true }))
    return seen.map((each) => `${each.tagName} ${each.getAttribute('class') ?? ''} ${each.getAttribute('role') ?? ''}`).join('\n')
  })
}

/**
 * No page holds a frame, and without frames axe needs no second page to put its findings together. What it found in
 * order is not wanted: to tell of it takes longer than to look, on a page of a hundred rows.
 */
const lookingAt = (page: Page) => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })

async function findNothing(axe: AxeBuilder, where: string) {
  const { violations } = await axe.analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect.soft(found, where).toEqual([])
}

/** Shows the page as a device set to light or dark does, with every change of colour at its end. */
async function paint(page: Page, colorScheme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme })
  const chosen = page.locator('html[data-mantine-color-scheme]')
  if ((await chosen.count()) > 0) await expect(chosen).toHaveAttribute('data-mantine-color-scheme', colorScheme)
  await settle(page)
}

/** Lets what the page changes be drawn, with every transition at its end. */
async function settle(page: Page) {
  await expect(page.getByLabel('Đang tải')).toHaveCount(0)
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish()
  })
}
