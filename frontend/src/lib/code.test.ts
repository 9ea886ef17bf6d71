import { expect, it } from 'vitest'

import { codeFrom } from './code'

it('a code keeps the letters of a name, without marks', () => {
  expect(codeFrom('Tỷ lệ hồ sơ số (đã xử lý)')).toBe('ty-le-ho-so-so-da-xu-ly')
})
