import { describe, expect, test } from 'vitest'
import { TailBuffer, truncateHead } from '../../../../src/agent/checks/output.ts'

describe('TailBuffer', () => {
  test('keeps all up to its limit', () => {
    const tail = new TailBuffer(10)
    tail.write(Buffer.from('01234'))
    tail.write(Buffer.from('56789'))
    expect(tail.text()).toBe('0123456789')
    expect(tail.captured()).toBe('0123456789')
  })

  test('keeps the last bytes, and says how many there were', () => {
    const tail = new TailBuffer(4)
    for (const part of ['01', '2345', '6', '789']) tail.write(Buffer.from(part))
    expect(tail.text()).toBe('6789')
    expect(tail.captured()).toBe('Captured 4 of 10 bytes\n...\n6789')
  })

  test('keeps the end of one long piece', () => {
    const tail = new TailBuffer(3)
    tail.write(Buffer.from('0123456789'))
    expect(tail.captured()).toBe('Captured 3 of 10 bytes\n...\n789')
  })

  test('is empty at first', () => {
    expect(new TailBuffer(3).captured()).toBe('')
  })
})

describe('truncateHead', () => {
  test('keeps the head in bytes', () => {
    expect(truncateHead('0123456789', 10)).toBe('0123456789')
    expect(truncateHead('0123456789abcdef', 10)).toBe('0123456789 ... (captured 10 of 16 bytes)')
    expect(truncateHead('éé', 3)).toBe('é\ufffd ... (captured 3 of 4 bytes)')
  })
})
