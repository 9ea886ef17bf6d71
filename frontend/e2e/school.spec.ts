/** A school’s few questions of a period: five minutes on a phone with a poor line, and what is kept when it breaks. */
import type { APIRequestContext, Locator, Page } from '@playwright/test'

import { tokenOf } from './drafts'
import { PHONE } from './inspect'
import { expect, signIn, test } from './support'

/** A poor mobile line: milliseconds to the server and back, bytes a second. */
const POOR_LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
/** What a person takes, seconds: to read a question, to find and type a number, to take a photo. */
const READS = 8
const TYPES = 6
const SHOWS = 20
const FIVE_MINUTES = 300

const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const cardsOf = (page: Page) => page.getByRole('list', { name: 'Câu hỏi của kỳ này' }).locator('> li')

/** Answers a card as a person would, and says how many seconds that person takes. */
async function answerCard(card: Locator): Promise<number> {
  let seconds = READS
  const photo = card.locator('input[capture]')
  if ((await photo.count()) > 0) {
    await photo.setInputFiles({ name: 'tiet-day.png', mimeType: 'image/png', buffer: PHOTO })
    await expect(card.getByRole('list', { name: 'Minh chứng đã gửi' })).toContainText('tiet-day.png')
    seconds += SHOWS
  }
  const right = card.getByRole('button', { name: 'Đúng' })
  const asBefore = card.getByRole('button', { name: /^Như kỳ trước/ })
  if ((await right.count()) > 0) await right.click()
  else if ((await asBefore.count()) > 0) await asBefore.click()
  else {
    const [part, whole] = await card.getByRole('textbox').all()
    if ((await whole?.inputValue()) === '') await whole?.fill('450')
    await part?.fill('400')
    seconds += 2 * TYPES
    await card.getByRole('button', { name: 'Xong' }).click()
  }
  return seconds
}

interface Asked {
  items: { question: string; period: string; indicator: { code: string } }[]
}

/** The coordinator enters another figure for the school. */
async function answerOtherwise(request: APIRequestContext, question: string, period: string) {
  const bearer = async (name: string) => ({ Authorization: `Bearer ${await tokenOf(request, name)}` })
  const read = await request.get(`/api/v1/asked?period=${period}`, { headers: await bearer('school.hai-phong') })
  const asked = ((await read.json()) as Asked).items.find((each) => question.includes(each.question))
  const answer = await request.put('/api/v1/indicator-values', {
    headers: await bearer('coordinator.hai-phong'),
    data: {
      indicator: asked?.indicator.code,
      unit: 'hp-001054',
      period: asked?.period,
      numerator: 31,
      denominator: 401,
      note: 'Theo biên bản kiểm tra',
    },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
}

test.describe('on a phone', () => {
  test.use({ viewport: PHONE })

  test('what is answered while the line is lost goes by itself when it is back', async ({ page, context }) => {
    await signIn(page, 'school.hai-phong')
    await page.getByRole('link', { name: /^Trả lời câu hỏi/ }).first().click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/Trường Tiểu học Hồng Bàng – còn \d+ câu/)
    const cards = cardsOf(page)
    const before = await cards.count()
    await context.setOffline(true)
    await cards.getByRole('button', { name: /^Như kỳ trước/ }).first().click()
    await cards.getByRole('button', { name: /^Như kỳ trước/ }).first().click()
    await expect(cards).toHaveCount(before - 2)
    await expect(page.getByText('2 câu trả lời đang giữ trên máy này, sẽ tự gửi khi có mạng.')).toBeVisible()
    await context.setOffline(false)
    await expect(page.getByText(/đang giữ trên máy này/)).toHaveCount(0)
    await page.reload()
    await expect(cards).toHaveCount(before - 2)
    await expect(page.getByText(/Hiệu trưởng xem lại và gửi báo cáo/)).toBeVisible()
  })

  test('who answered otherwise meanwhile is told in words, and one of both figures is chosen', async ({ page, context, request }) => {
    await signIn(page, 'school.hai-phong')
    await page.goto('/asked')
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/còn \d+ câu/)
    const card = cardsOf(page).filter({ has: page.getByRole('button', { name: /^Như kỳ trước/ }) }).first()
    const question = (await card.getByRole('heading').textContent()) ?? ''
    const period = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await context.setOffline(true)
    await card.getByRole('button', { name: /^Như kỳ trước/ }).click()
    await expect(page.getByText(/đang giữ trên máy này/)).toBeVisible()
    await answerOtherwise(request, question, period)
    await context.setOffline(false)
    const contested = cardsOf(page).filter({ hasText: question })
    await expect(contested).toContainText('vừa trả lời câu này. Xin chọn một trong hai số.')
    await expect(contested).toContainText('Trên hệ thống: 31/401')
    await contested.getByRole('button', { name: 'Giữ số trên hệ thống' }).click()
    await expect(contested).toHaveCount(0)
  })

  test('a principal answers every card and sends the report within five minutes on a poor line', async ({ page }) => {
    const line = await page.context().newCDPSession(page)
    await line.send('Network.enable')
    await line.send('Network.emulateNetworkConditions', POOR_LINE)
    const started = Date.now()
    await signIn(page, 'head.hai-phong')
    await page.goto('/asked')
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/còn \d+ câu/)
    await expect(page).toHaveURL(/\/asked\/\d{4}-Q\d$/)
    const cards = cardsOf(page)
    expect(await cards.count()).toBeLessThanOrEqual(10)
    let person = 0
    for (let left = await cards.count(); left > 0; left -= 1) {
      person += await answerCard(cards.first())
      await expect(cards).toHaveCount(left - 1)
    }
    await page.getByRole('button', { name: 'Gửi báo cáo' }).click()
    await expect(page.getByText(/^\d{4}-Q\d-[2-9A-Z]{4}-[2-9A-Z]{4}$/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Chia sẻ' })).toBeEnabled()
    expect(person + (Date.now() - started) / 1000).toBeLessThan(FIVE_MINUTES)
  })
})
