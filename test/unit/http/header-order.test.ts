import { describe, expect, it } from 'vitest'
import { sortHeaders, withDate, withoutLength } from '../../../src/http/header-order.ts'

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

  it('has the date before the length of the body, and behind all where no length is known', () => {
    const names = (headers: readonly string[]): readonly string[] => withDate(headers).filter((_, i) => i % 2 === 0)
    expect(names(['Vary', 'a', 'Content-Length', '2'])).toEqual(['Vary', 'Date', 'Content-Length'])
    expect(names(['Vary', 'a'])).toEqual(['Vary', 'Date'])
    expect(names(['date', 'today', 'Content-Length', '2'])).toEqual(['date', 'Content-Length'])
    expect(names(['Content-Length', '2', 'Content-Type', 't'])).toEqual(['Date', 'Content-Length', 'Content-Type'])
  })

  it('loses the length of a body that is not written, and nothing else', () => {
    expect(withoutLength(['Vary', 'a', 'Content-Length', '0'])).toEqual(['Vary', 'a'])
    expect(withoutLength(['Content-Length', '2', 'Content-Type', 't'])).toEqual(['Content-Type', 't'])
    expect(withoutLength(['Content-Length', '0', 'X-A', '1'])).toEqual(['Content-Length', '0', 'X-A', '1'])
  })
})
