import { expect, test } from 'vitest'
import { explanationFor } from '../../support/differential/explained.ts'

const CUT = { failed: 'cut off' }
const refusal = (text: string): object => ({ status: 500, text })
const written = (body: object) => ({ method: 'PUT', path: '/v1/config', body: body as never })
const isExplained = (real: unknown, ours: unknown, step: ReturnType<typeof written>): boolean =>
  explanationFor(real, ours, step, [step]) !== undefined

test('a connection that is cut at a write of a config entry is explained by a null in a list, and by headers of splits, alone', () => {
  const taken = { status: 200, json: true }
  const splits = { Kind: 'service-splitter', Splits: [{ Weight: 100, RequestHeaders: {} }] }
  expect(isExplained(CUT, taken, written({ Kind: 'mesh', Meta: [null] }))).toBe(true)
  expect(isExplained(CUT, taken, written(splits))).toBe(true)
  expect(isExplained(CUT, taken, written({ Kind: 'mesh', Meta: null }))).toBe(false)
  expect(isExplained(taken, CUT, written({ Kind: 'mesh', Meta: [null] }))).toBe(false)
})

test('refusals of chains are explained where they are of two chains, or of a circle, not where one says two things of one', () => {
  const uses = (name: string, how: string): object => refusal(`discovery chain "${name}" uses ${how}`)
  const circle = (names: string): object => refusal(`detected circular resolver redirect: [${names}]`)
  const step = written({ Kind: 'proxy-defaults' })
  expect(isExplained(uses('web', 'a'), uses('db', 'a'), step)).toBe(true)
  expect(isExplained(circle('a -> b -> a'), circle('b -> a -> b'), step)).toBe(true)
  expect(isExplained(uses('web', 'a'), uses('web', 'b'), step)).toBe(false)
  expect(isExplained(uses('web', 'a'), refusal('another'), step)).toBe(false)
})

test('upstreams that entries alone tell of come into a merged proxy in any order, behind those that it names', () => {
  const why = (real: object, ours: object, path: string): string | undefined =>
    explanationFor(real, ours, { path })?.reason
  const central = (DestinationName: string): object => ({ DestinationName, CentrallyConfigured: true })
  const own = { DestinationName: 'own' }
  const proxy = (...Upstreams: object[]): object => ({ status: 200, json: [{ Service: { Proxy: { Upstreams } } }] })
  const path = '/v1/health/service/web?merge-central-config'
  const ab = proxy(own, central('a'), central('b'))
  expect(why(ab, proxy(own, central('b'), central('a')), path)).toContain('entries alone')
  expect(why(ab, proxy(own, central('b'), central('a')), '/v1/health/service/web')).toBeUndefined()
  expect(why(ab, proxy(own, central('b'), central('c')), path)).toBeUndefined()
  expect(why(proxy(own, { DestinationName: 'x' }), proxy({ DestinationName: 'x' }, own), path)).toBeUndefined()
})
