import { beforeEach, describe, expect, it } from 'vitest'
import { Streams } from '../../../src/agent/streams.ts'

describe('the index of a stream', () => {
  let now = 1_000
  let streams: Streams
  beforeEach(() => {
    now = 1_000
    streams = new Streams({ now: () => now } as ConstructorParameters<typeof Streams>[0])
  })

  it('is where it began until it is told something', () => {
    expect(streams.index('/web', '?', 3, 5)).toBe(5)
    expect(streams.index('/web', '?', 3, 9)).toBe(5)
    expect(streams.index('/web', '?', 10, 10)).toBe(10)
  })

  it('does not count what had been told before it began', () => {
    expect(streams.index('/web', '?', 7, 5)).toBe(5)
    expect(streams.index('/web', '?', 8, 5)).toBe(8)
  })

  it('is for ten seconds that of the first who asked for the service, whatever another one asks of it', () => {
    expect(streams.index('/web', '?', 3, 5)).toBe(5)
    now = 10_000
    expect(streams.index('/web', '?passing', 3, 8)).toBe(5)
    now = 11_500
    expect(streams.index('/web', '?tag=x', 3, 9)).toBe(9)
    expect(streams.index('/web', '?passing', 3, 9)).toBe(5)
    expect(streams.index('/db', '?', 3, 10)).toBe(10)
  })
})
