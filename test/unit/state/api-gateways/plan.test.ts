import { describe, expect, it } from 'vitest'
import { timed } from '../../../../src/state/api-gateways/condition.ts'
import { planGateways } from '../../../../src/state/api-gateways/plan.ts'
import { Store } from '../../../../src/state/store.ts'
import { putConfigEntry } from '../../../support/config-entries.ts'

const MANY = 4000
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

function stateWith(...entries: readonly object[]): Store {
  const store = new Store()
  for (const entry of [{ Kind: 'proxy-defaults', Config: { protocol: 'http' } }, ...entries]) {
    putConfigEntry(store, entry)
  }
  return store
}

const gateway = (listeners: readonly object[]): object => ({
  Kind: 'api-gateway',
  Name: 'edge',
  Listeners: listeners.map((given, i) => ({ Name: `l${i}`, Port: i + 1, Protocol: 'http', ...given })),
})
const route = (more: object): object => ({
  Kind: 'http-route',
  Name: 'r',
  Parents: [{ Name: 'edge' }],
  Rules: [{ Services: [{ Name: 'web' }] }],
  ...more,
})

/** Listeners of the gateway that take a route, and why the route is not bound. */
function bound(store: Store): { listeners: readonly string[]; refusals: readonly string[] } {
  const { statuses, bound: gateways } = store.read(planGateways)
  const taken = (gateways[0]?.Listeners ?? []).filter(({ Routes }) => Routes !== null)
  const conditions = statuses.filter(({ entry }) => entry.Kind === 'http-route').flatMap(status => status.conditions)
  const refused = conditions.filter(({ Type, Status }) => Type === 'Bound' && Status === 'False')
  return { listeners: taken.map(({ Name }) => Name), refusals: refused.map(({ Message }) => Message) }
}

describe('a plan of API gateways', () => {
  it('binds a route to the listeners whose hosts it has', () => {
    const hosts = ['', 'a.example', '*.example', 'b.example', '*.org']
    const store = stateWith(
      gateway(hosts.map(Hostname => ({ Hostname }))),
      route({ Hostnames: ['a.example', 'b.org'] }),
    )
    expect(bound(store).listeners).toEqual(['l0', 'l1', 'l2', 'l4'])
  })

  it('lists a route once for a listener that it names besides its whole gateway', () => {
    const parents = [{ Name: 'edge' }, { Name: 'edge', SectionName: 'l0' }]
    const [planned] = stateWith(gateway([{}]), route({ Parents: parents })).read(planGateways).bound
    expect(planned?.Listeners?.[0]?.Routes).toEqual([{ Kind: 'http-route', Name: 'r', SectionName: '' }])
  })

  it('keeps the spelling in which a gateway was bound first, and no route finds it under another one', () => {
    const bound = { Kind: 'bound-api-gateway', Name: 'Edge' }
    const { statuses, bound: planned } = stateWith(bound, gateway([{}]), route({})).read(planGateways)
    expect(planned.map(({ Name, Services }) => [Name, Services])).toEqual([['Edge', {}]])
    const named = statuses.flatMap(({ conditions }) =>
      conditions.map(({ Reason, Resource }) => [Reason, Resource.Name]),
    )
    expect(named).toEqual([
      ['Accepted', ''],
      ['NoConflict', 'edge'],
      ['ResolvedRefs', 'Edge'],
      ['Accepted', ''],
      ['GatewayNotFound', 'edge'],
    ])
  })

  it('has services that are named like members of every object', () => {
    const Services = ['constructor', '__proto__', 'toString'].map(Name => ({ Name }))
    const [planned] = stateWith(gateway([{}]), route({ Rules: [{ Services }] })).read(planGateways).bound
    expect(Object.keys(planned?.Services ?? {}).sort()).toEqual(['__proto__', 'constructor', 'toString'])
  })

  // one look through the listeners, hosts or conditions for each other one took half a minute
  it('takes thousands of listeners, and a parent for each', () => {
    const Parents = times(MANY, i => ({ Name: 'edge', SectionName: `l${i}` }))
    const store = stateWith(gateway(times(MANY, () => ({}))), route({ Parents }))
    expect(bound(store).listeners).toHaveLength(MANY)
    const [{ conditions = [] } = {}] = store.read(planGateways).statuses
    const before = timed(conditions, [], 'then')
    expect(timed(conditions, before, 'now').every(({ LastTransitionTime }) => LastTransitionTime === 'then')).toBe(true)
  })

  it('refuses to bind a route whose hosts are too many to compare, and names the limit', () => {
    const listeners = times(MANY, i => ({ Hostname: `*.${'x'.repeat(40)}${i}.example` }))
    const store = stateWith(gateway(listeners), route({ Hostnames: times(MANY, i => `${'y'.repeat(40)}.${i}.org`) }))
    expect(bound(store)).toEqual({
      listeners: [],
      refusals: [
        'failed to bind route to gateway edge: listener l0 is does not have any hostnames that match the route',
      ],
    })
    const named = times(MANY, i => ({ Name: 'edge', SectionName: `l${i}` }))
    const hosts = times(MANY, i => `${'y'.repeat(40)}.${i}.org`)
    const { refusals } = bound(stateWith(gateway(listeners), route({ Parents: named, Hostnames: hosts })))
    expect(refusals.at(-1)).toBe(
      'failed to bind route to gateway edge: more than the limit of 5000000 characters to compare',
    )
  })
})
