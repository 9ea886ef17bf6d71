import { expect, it } from 'vitest'

import { readFigure, readNumber } from './figure'

it.each([
  ['95,5', 95.5],
  ['1.200', 1200],
  ['1.200,5', 1200.5],
  ['12.5', 12.5],
  ['khoảng 5', null],
  ['', null],
])('the number %s', (text, number) => expect(readNumber(text)).toBe(number))

it.each([
  ['100%', { comparator: 'eq', value: 100, max: null }],
  ['≥95%', { comparator: 'ge', value: 95, max: null }],
  ['>60%', { comparator: 'gt', value: 60, max: null }],
  ['tối thiểu 80%', { comparator: 'ge', value: 80, max: null }],
  ['Trên 50 %', { comparator: 'gt', value: 50, max: null }],
  ['từ 90 - 100%', { comparator: 'range', value: 90, max: 100 }],
  ['≥300 cơ sở giáo dục', { comparator: 'ge', value: 300, max: null }],
  ['Giảm 30%', { comparator: 'change', value: 30, max: null }],
  ['Hoàn thành', null],
  ['80% trường, 90% lớp', null],
])('the figure %s', (text, figure) => expect(readFigure(text)).toEqual(figure))
