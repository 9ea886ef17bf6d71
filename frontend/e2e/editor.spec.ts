import { inspect, PHONE } from './inspect'
import { expect, signIn, test } from './support'

test('a coordinator writes a plan from nothing: heading, task with units and a deadline, target', async ({ page }) => {
  await signIn(page, 'coordinator.hai-phong')
  await page.goto('/plans')
  await page.getByRole('link', { name: 'Soạn kế hoạch' }).click()
  await page.getByLabel('Năm').fill('2033')
  await page.getByRole('button', { name: 'Tạo dự thảo' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Kế hoạch chuyển đổi số năm 2033' })).toBeVisible()

  await page.getByRole('button', { name: 'Thêm nhóm nhiệm vụ' }).click()
  await page.getByLabel('Tên nhóm').fill('Hạ tầng số')
  await page.getByLabel('Tên nhóm').press('Enter')
  await expect(page.getByRole('heading', { name: 'I. Hạ tầng số' })).toBeVisible()

  await page.getByRole('button', { name: 'Thêm nhiệm vụ vào nhóm I' }).click()
  await page.getByRole('textbox', { name: 'Nhiệm vụ' }).fill('Trang bị đường truyền cho các trường')
  await page.getByRole('textbox', { name: 'Sản phẩm, kết quả' }).fill('Báo cáo kết quả')
  await page.getByRole('textbox', { name: 'Phối hợp' }).fill('cac co so giao duc')
  await page.getByRole('option', { name: 'Các cơ sở giáo dục', exact: true }).first().click()
  await page.getByLabel('Thời gian thực hiện').fill('Trước ngày 30/6')
  await expect(page.getByText('Trước ngày 30/06/2033')).toBeVisible()
  // What was typed is still there after a reload.
  await page.reload()
  await page.getByRole('button', { name: 'Thêm nhiệm vụ vào nhóm I' }).click()
  await expect(page.getByRole('textbox', { name: 'Nhiệm vụ' })).toHaveValue('Trang bị đường truyền cho các trường')
  await page.getByRole('button', { name: 'Thêm nhiệm vụ', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Sửa: Trang bị đường truyền cho các trường' })).toBeVisible()

  await page.getByRole('button', { name: 'Thêm nhiệm vụ con: Trang bị đường truyền cho các trường' }).click()
  await expect(page.getByRole('textbox', { name: 'STT' })).toHaveValue('1.1')
  await page.getByRole('textbox', { name: 'Nhiệm vụ' }).fill('Khảo sát nhu cầu đường truyền')
  await page.getByRole('button', { name: 'Thêm nhiệm vụ', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Sửa: Khảo sát nhu cầu đường truyền' })).toBeVisible()

  // A heading goes without what stands under it.
  await page.getByRole('button', { name: 'Xóa: Hạ tầng số' }).click()
  await expect(page.getByText(/Nhóm có 2 nhiệm vụ. Xóa nhóm không làm mất/)).toBeVisible()
  await page.getByRole('button', { name: 'Xóa nhóm' }).click()
  await expect(page.getByRole('heading', { name: 'I. Hạ tầng số' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Sửa: Khảo sát nhu cầu đường truyền' })).toBeVisible()

  const duties = page.getByRole('region', { name: 'Phân công trách nhiệm' })
  await duties.getByRole('button', { name: 'Thêm đơn vị được phân công' }).click()
  await duties.getByRole('textbox', { name: 'Đơn vị, như văn bản ghi' }).fill('van phong so')
  await page.getByRole('option', { name: /^Văn phòng Sở/ }).first().click()
  await duties.getByRole('textbox', { name: 'Trách nhiệm' }).fill('Theo dõi, đôn đốc việc thực hiện')
  await page.reload()
  await duties.getByRole('button', { name: 'Thêm đơn vị được phân công' }).click()
  await expect(duties.getByRole('textbox', { name: 'Trách nhiệm' })).toHaveValue('Theo dõi, đôn đốc việc thực hiện')
  await duties.getByRole('button', { name: 'Thêm đơn vị được phân công' }).click()
  await expect(duties.getByRole('button', { name: /^Sửa: Văn phòng Sở/ })).toBeVisible()

  const reporting = page.getByRole('region', { name: 'Chế độ báo cáo' })
  await reporting.getByRole('button', { name: 'Thêm quy định báo cáo' }).click()
  await reporting.getByRole('textbox', { name: 'Nội dung báo cáo' }).fill('Kết quả thực hiện kế hoạch')
  await reporting.getByRole('textbox', { name: 'Đơn vị báo cáo' }).fill('cac co so giao duc')
  await page.getByRole('option', { name: 'Các cơ sở giáo dục', exact: true }).first().click()
  await reporting.getByRole('textbox', { name: 'Đơn vị báo cáo' }).press('Tab')
  await reporting.getByLabel('Kỳ báo cáo').selectOption('quarter')
  await reporting.getByRole('button', { name: 'Thêm quy định báo cáo' }).click()
  await expect(reporting.getByRole('textbox', { name: 'Nội dung báo cáo' })).toBeHidden()
  await expect(reporting.getByText('Các cơ sở giáo dục', { exact: true })).toBeVisible()
  await expect(reporting.getByText('Hằng quý')).toBeVisible()

  await page.getByRole('link', { name: 'Tiếp: giao việc và ban hành' }).click()
  await expect(page.getByRole('group', { name: 'Việc của Các cơ sở giáo dục' })).toBeVisible()
})

test.describe('a look', () => {
  test.use({ viewport: PHONE })

  test('a new plan, a copy, the editor', async ({ page }) => {
    await signIn(page, 'coordinator.hai-phong')
    await page.goto('/plans/new')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await inspect(page, 'a new plan')
    await page.getByRole('button', { name: 'Chép từ kế hoạch năm trước' }).click()
    const real = page.getByRole('option', { name: /Hải Phòng năm 2026/ }).first()
    await page.getByLabel('Chép từ kế hoạch', { exact: true }).selectOption(await real.getAttribute('value'))
    await page.getByLabel('Năm').fill('2034')
    await page.getByRole('button', { name: 'Chép thành dự thảo' }).click()
    await expect(page.getByRole('region', { name: 'Nhiệm vụ' })).toBeVisible()
    await page.getByRole('button', { name: /^Sửa: / }).nth(1).click()
    await page.getByRole('region', { name: 'Chỉ tiêu' }).getByRole('button', { name: /^Sửa: / }).first().click()
    for (const part of ['Phân công trách nhiệm', 'Chế độ báo cáo']) {
      await page.getByRole('region', { name: part }).getByRole('button', { name: /^Sửa: / }).first().click()
    }
    await page.getByRole('button', { name: /^Xóa: / }).first().click()
    await inspect(page, 'the editor')
    await page.getByRole('link', { name: 'Giao việc', exact: true }).click()
    await expect(page.getByRole('region', { name: 'Ban hành kế hoạch' }).getByRole('row').first()).toBeVisible()
    await inspect(page, 'issuing')
  })
})
