import { describe, expect, it } from 'vitest'
import { sortHeaders, withDate } from '../../../src/http/header-order.ts'

describe('the order of headers', () => {
  it('is that of their names, byte by byte, as Go writes them', () => {
    expect(
      sortHeaders(['Vary', 'a', 'X-Consul-Index', '1', 'X-Cache', 'HIT', 'Content-Type', 'b', 'Age', '0']),
    ).toEqual(['Age', '0', 'Content-Type', 'b', 'Vary', 'a', 'X-Cache', 'HIT', 'X-Consul-Index', '1'])
  })

  it('keeps the values of one name as they come', () => {
    expect(sortHeaders(['Link', '2', 'Link', '1', 'Allow', 'GET'])).toEqual(['Allow', 'GET', 'Link', '2', 'Link', '1'])
  })

  it.each([[[]], [['Vary', 'a']]])('leaves what is in order: %j', headers => {
    expect(sortHeaders([...headers])).toEqual(headers)
  })

  it('has the date where it is told to be, else behind all, unless there is one', () => {
    const names = (headers: readonly string[], dateAt?: number): readonly string[] =>
      withDate(headers, dateAt).filter((_, i) => i % 2 === 0)
    expect(names(['Vary', 'a', 'Content-Length', '2'], 2)).toEqual(['Vary', 'Date', 'Content-Length'])
    expect(names(['Vary', 'a'])).toEqual(['Vary', 'Date'])
    expect(names(['date', 'today', 'Content-Length', '2'], 2)).toEqual(['date', 'Content-Length'])
  })
})
