import { makeIssued } from './drafts'
import { inspect, SIZES } from './inspect'
import { expect, signIn, test } from './support'

test('a plan in force is amended, read before and after, compared, and closed', async ({ page, request }) => {
  const plan = await makeIssued(request, 'quang-ngai', 2028)
  await signIn(page, 'coordinator.quang-ngai')
  await page.goto(`/plans/${plan}/amendments`)
  await expect(page.getByRole('heading', { name: 'Ban hành kế hoạch' })).toBeVisible()
  await page.getByRole('link', { name: 'Lập điều chỉnh, bổ sung' }).click()

  await page.getByLabel('Lý do').fill('Thực hiện Nghị quyết mới của Tỉnh ủy')
  await page.getByLabel('Loại văn bản').fill('Nghị quyết')
  await page.getByRole('button', { name: 'Sửa: Triển khai học bạ số' }).click()
  await page.getByLabel('Thời gian thực hiện').fill('Trước ngày 30/9/2028')
  await page.getByRole('button', { name: 'Xong' }).click()
  await page.getByRole('button', { name: 'Dừng thực hiện: Bồi dưỡng kỹ năng số' }).click()
  await page.getByRole('button', { name: 'Bổ sung nhiệm vụ' }).click()
  await page.getByRole('textbox', { name: 'Nhiệm vụ' }).fill('Đánh giá mức độ chuyển đổi số của trường')
  await page.getByRole('textbox', { name: 'Phối hợp' }).fill('cac co so giao duc')
  await page.getByRole('option', { name: 'Các cơ sở giáo dục', exact: true }).first().click()
  await page.getByRole('group', { name: 'Việc của Các cơ sở giáo dục' }).getByRole('button', { name: 'Có/chưa' }).click()
  await page.getByRole('button', { name: 'Xong' }).click()

  // What was written is still there after a reload.
  await page.reload()
  await expect(page.getByText('Điều chỉnh này: bổ sung 1, thay đổi 1, dừng 1.')).toBeVisible()
  await page.getByRole('button', { name: 'Xem trước' }).click()
  const preview = page.getByRole('region', { name: 'Xem trước điều chỉnh, bổ sung lần 1' })
  await expect(preview.getByText('Trước ngày 30/6/2028')).toBeVisible()
  await expect(preview.getByText('Trước ngày 30/9/2028')).toBeVisible()
  await preview.getByRole('button', { name: 'Ban hành điều chỉnh lần 1' }).click()

  const life = page.getByRole('region', { name: 'Quá trình của kế hoạch' })
  await expect(life.getByRole('heading', { name: 'Điều chỉnh, bổ sung lần 1' })).toBeVisible()
  await expect(life.getByText('Thực hiện Nghị quyết mới của Tỉnh ủy')).toBeVisible()

  await life.getByRole('link', { name: 'Xem kế hoạch trước điều chỉnh' }).click()
  const tasks = page.getByRole('table', { name: 'Nhiệm vụ' })
  await expect(page.getByText(/Đang xem nội dung tại ngày/)).toBeVisible()
  await expect(tasks.getByText('Trước ngày 30/6/2028').first()).toBeVisible()
  await expect(tasks.getByText('Đánh giá mức độ chuyển đổi số của trường')).toHaveCount(0)
  await tasks.getByRole('link', { name: 'Triển khai học bạ số' }).click()
  await expect(page.getByText(/Đang xem nội dung tại ngày/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Thời gian' })).toContainText('Trước ngày 30/6/2028')
  await page.goBack()
  await page.getByRole('button', { name: 'Về nội dung hiện nay' }).click()
  await expect(page.getByText(/Đang xem nội dung tại ngày/)).toHaveCount(0)
  await expect(tasks.getByRole('link', { name: 'Đánh giá mức độ chuyển đổi số của trường' })).toBeVisible()
  await expect(tasks.getByRole('row', { name: /Bồi dưỡng kỹ năng số/ })).toContainText('Dừng thực hiện')

  await page.goto(`/plans/${plan}/amendments/comparison`)
  const compared = page.getByRole('region', { name: 'So sánh kế hoạch tại hai ngày' })
  await expect(compared.getByText(/Trong khoảng này có điều chỉnh, bổ sung lần 1/)).toBeVisible()
  await expect(compared.getByRole('listitem').filter({ hasText: 'Bồi dưỡng kỹ năng số' })).toContainText('Dừng thực hiện')
  await expect(compared.getByRole('listitem').filter({ hasText: 'Đánh giá mức độ' })).toContainText('Bổ sung')

  await page.getByRole('link', { name: 'Về quá trình của kế hoạch' }).click()
  await page.getByRole('button', { name: 'Kết thúc kế hoạch này' }).click()
  await expect(page.getByText(/Kế hoạch sẽ kết thúc ngay hôm nay/)).toBeVisible()
  await page.getByRole('button', { name: 'Xác nhận kết thúc' }).click()
  await expect(life.getByRole('heading', { name: 'Kết thúc kế hoạch' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Lập điều chỉnh, bổ sung' })).toHaveCount(0)
})

for (const viewport of SIZES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${viewport.width} px, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme })

      test('the amendments of a plan', async ({ page, request }) => {
        const plan = await makeIssued(request, 'quang-ngai', 2029)
        await signIn(page, 'coordinator.quang-ngai')
        await page.goto(`/plans/${plan}/amendments/new`)
        await page.getByLabel('Lý do').fill('Thực hiện Nghị quyết mới')
        await page.getByLabel('Loại văn bản').fill('Nghị quyết')
        await page.getByRole('button', { name: 'Dừng thực hiện: Bồi dưỡng kỹ năng số' }).click()
        await page.getByRole('button', { name: 'Sửa: Triển khai học bạ số' }).click()
        await page.getByLabel('Thời gian thực hiện').fill('Quý III')
        await page.getByRole('button', { name: 'Xem trước' }).click()
        const send = page.getByRole('button', { name: 'Ban hành điều chỉnh lần 1' })
        await expect(send).toBeVisible()
        await inspect(page, 'an amendment before it is made')
        await send.click()
        await expect(page.getByRole('heading', { name: 'Điều chỉnh, bổ sung lần 1' })).toBeVisible()
        await page.getByRole('button', { name: 'Kết thúc kế hoạch này' }).click()
        await expect(page.getByText(/Kế hoạch sẽ kết thúc ngay hôm nay/)).toBeVisible()
        await inspect(page, 'the life of a plan')
        await page.getByRole('link', { name: 'So sánh trước và sau' }).click()
        await expect(page.getByText('Quý III')).toBeVisible()
        await inspect(page, 'a comparison')
        await page.goto(`/plans/${plan}?as_of=2026-02-01`)
        await expect(page.getByText(/Đang xem nội dung tại ngày 01\/02\/2026/)).toBeVisible()
        await inspect(page, 'a plan of a day gone by')
        await page.goto(`/plans/${plan}?as_of=2025-02-01`)
        await expect(page.getByText(/Khi đó kế hoạch chưa có hiệu lực/)).toBeVisible()
        await inspect(page, 'a plan before it was in force')
      })
    })
  }
}
