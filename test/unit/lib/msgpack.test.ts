import { expect, test } from 'vitest'
import { MsgpackReader } from '../../../src/lib/msgpack.ts'

const read = (...bytes: number[]): unknown => new MsgpackReader(Buffer.from(bytes)).value()

test.each<[bytes: number[], value: unknown]>([
  [[0x07], 7],
  [[0xff], -1],
  [[0xc0], null],
  [[0xc2], false],
  [[0xc3], true],
  [[0xa2, 0x68, 0x69], 'hi'],
  [[0xd9, 1, 0x78], 'x'],
  [[0xda, 0, 1, 0x78], 'x'],
  [[0xc4, 1, 0x78], 'x'],
  [[0xcc, 200], 200],
  [[0xcd, 1, 0], 256],
  [[0xce, 0, 1, 0, 0], 65_536],
  [[0xcf, 255, 255, 255, 255, 255, 255, 255, 255], 18446744073709551615n],
  [[0xd0, 0x80], -128],
  [[0xd1, 0xff, 0], -256],
  [[0xca, 0x3f, 0x80, 0, 0], 1],
  [[0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0], 1],
  [
    [0x92, 1, 0x91, 2],
    [1, [2]],
  ],
  [[0xdc, 0, 1, 5], [5]],
  [[0x81, 0xa1, 0x61, 1], new Map([['a', 1]])],
  [[0xde, 0, 1, 0xa1, 0x61, 1], new Map([['a', 1]])],
  [[0xc7, 1, 5, 9], undefined],
  [[0xd4, 5, 9], undefined],
])('%j', (bytes, value) => {
  const reader = new MsgpackReader(Buffer.from(bytes))
  expect(reader.value()).toEqual(value)
  expect(reader.ended).toBe(true)
})

test.each([
  ['an end too early', [0xa5, 0x61]],
  ['nothing', []],
  ['a list that claims to be endless', [0xdd, 255, 255, 255, 255]],
])('%s is refused', (_, bytes) => {
  expect(() => read(...bytes)).toThrow('unexpected EOF')
})

test('what begins no value, and what is too deep', () => {
  expect(() => read(0xc1)).toThrow('no value begins with 193')
  expect(() => read(...Array.from({ length: 1000 }, () => 0x91))).toThrow('too deep')
})
