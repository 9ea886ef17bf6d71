import { expect, it } from 'vitest'

import { byUnit } from './duties'

it('duties of one unit stand together, in the order printed', () => {
  const duties = [
    { unit_name: 'Văn phòng Sở', unit: null, text: 'Tham mưu;\nTổng hợp.' },
    { unit_name: 'Thanh tra Sở', unit: null, text: 'Kiểm tra.' },
    { unit_name: 'Văn phòng Sở', unit: null, text: 'Báo cáo.' },
  ]
  expect(byUnit(duties)).toEqual([
    { name: 'Văn phòng Sở', unit: null, texts: ['Tham mưu;', 'Tổng hợp.', 'Báo cáo.'] },
    { name: 'Thanh tra Sở', unit: null, texts: ['Kiểm tra.'] },
  ])
})
