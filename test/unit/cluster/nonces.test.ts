import { expect, it } from 'vitest'
import { Nonces } from '../../../src/cluster/peers/nonces.ts'
import { MovableClock } from '../../../src/lib/clock.ts'

it('takes a nonce once, and not for long', () => {
  const clock = new MovableClock({ manual: true, start: 1_700_000_000_000 })
  const nonces = new Nonces(clock)
  const [first, second] = [nonces.give(), nonces.give()]
  expect(nonces.spend(first, () => false)).toBe(false)
  expect(nonces.spend(first, () => true)).toBe(true)
  expect(nonces.spend(first, () => true)).toBe(false)
  clock.advance(30_000)
  expect(nonces.spend(second, () => true)).toBe(false)
})

it('lets no number of handshakes push out the nonce of another peer', () => {
  const nonces = new Nonces(new MovableClock({ manual: true, start: 0 }))
  const given = nonces.give()
  for (let i = 0; i < 10_000; i++) nonces.give()
  expect(nonces.spend(given, () => true)).toBe(true)
})

it('knows what it gave out from what was made up', () => {
  const clock = new MovableClock({ manual: true, start: 0 })
  const nonces = new Nonces(clock)
  const given = nonces.give()
  for (const forged of ['', '.', 'a.b.c', given.slice(1), `${given}.x`, new Nonces(clock).give()]) {
    expect(nonces.spend(forged, () => true)).toBe(false)
  }
})
