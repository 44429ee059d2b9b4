import { describe, expect, test } from 'vitest'
import { aliasResult } from '../../../../src/agent/checks/alias.ts'
import type { AliasedCheck, AliasedHealth, AliasSource } from '../../../../src/agent/checks/context.ts'
import { defineCheck } from '../../../../src/agent/checks/definition.ts'
import { CheckUnderTest, settled } from './harness.ts'

const check = (checkId: string, status: string, output = ''): AliasedCheck => ({
  checkId,
  name: `name of ${checkId}`,
  status,
  output,
})
const health = (...checks: AliasedCheck[]): AliasedHealth => ({ nodeKnown: true, serviceKnown: true, checks })

describe('aliasResult', () => {
  const local = defineCheck({ aliasService: 'db' })
  const ofNode = defineCheck({ aliasNode: 'n1' })
  const ofBoth = defineCheck({ aliasNode: 'n1', aliasService: 'db' })

  test('passes when all pass', () => {
    expect(aliasResult(local, health(check('a', 'passing')))).toEqual({
      status: 'passing',
      output: 'All checks passing.',
    })
  })

  test('passes when there is nothing to look at', () => {
    const none = { status: 'passing', output: 'No checks found.' }
    expect(aliasResult(local, health())).toEqual(none)
    expect(aliasResult(ofNode, { nodeKnown: false, serviceKnown: false, checks: [] })).toEqual(none)
    expect(aliasResult(ofBoth, { nodeKnown: false, serviceKnown: false, checks: [] })).toEqual(none)
  })

  test('is critical when the service does not exist', () => {
    const missing = { nodeKnown: true, serviceKnown: false, checks: [check('serfHealth', 'passing')] }
    expect(aliasResult(local, missing)).toEqual({
      status: 'critical',
      output: 'Service db could not be found on node ',
    })
    expect(aliasResult(ofBoth, missing).output).toBe('Service db could not be found on node n1')
    expect(aliasResult(ofNode, missing).output).toBe('All checks passing.')
  })

  test('names the first critical check, else the last that warns', () => {
    const z = check('z', 'warning', 'zw')
    const b = check('b', 'warning', 'bw')
    expect(aliasResult(local, health(z, check('a', 'passing'), b))).toEqual({
      status: 'warning',
      output: 'Aliased check "name of z" failing: zw',
    })
    expect(aliasResult(local, health(z, check('n', 'critical', 'down'), check('m', 'critical'), b))).toEqual({
      status: 'critical',
      output: 'Aliased check "name of m" failing: ',
    })
  })

  test('does not grow for ever', () => {
    const { output } = aliasResult(local, health(check('a', 'critical', 'x'.repeat(20_000))))
    expect(output.length).toBeLessThan(8300)
  })
})

/** A source whose content the test sets. */
class Source implements AliasSource {
  health = health()
  readonly watched: string[] = []
  readonly #watchers = new Set<() => void>()

  read(): AliasedHealth {
    return this.health
  }

  watch(node: string, service: string, changed: () => void): () => void {
    this.watched.push(`${node}/${service}`)
    this.#watchers.add(changed)
    return () => this.#watchers.delete(changed)
  }

  set(next: AliasedHealth): void {
    this.health = next
    for (const changed of this.#watchers) changed()
  }

  get watchers(): number {
    return this.#watchers.size
  }
}

describe('an alias check', () => {
  test('looks at once and after each change, without the clock', async () => {
    const source = new Source()
    const alias = new CheckUnderTest({ interval: 0, aliasNode: 'n1', aliasService: 'db' }, source)
    expect(source.watched).toEqual(['n1/db'])
    expect(alias.reports).toEqual([])
    expect(await alias.next()).toEqual({ status: 'passing', output: 'No checks found.' })

    const changed = alias.next()
    source.set(health(check('a', 'critical', 'down')))
    expect(await changed).toEqual({ status: 'critical', output: 'Aliased check "name of a" failing: down' })
    expect(alias.clock.pending).toBe(0)
  })

  test('looks once for the changes of one turn', async () => {
    const source = new Source()
    const alias = new CheckUnderTest({ interval: 0, aliasService: 'db' }, source)
    source.set(health(check('a', 'warning')))
    source.set(health(check('a', 'passing')))
    await settled()
    expect(alias.reports).toEqual([{ status: 'passing', output: 'All checks passing.' }])
  })

  test('of an own service looks again when a minute passed without a change', async () => {
    const source = new Source()
    const alias = new CheckUnderTest({ interval: 0, aliasService: 'db' }, source)
    await settled()
    source.health = health(check('_node_maintenance', 'critical'))
    await alias.clock.advance(59_999)
    expect(alias.reports).toEqual([{ status: 'passing', output: 'No checks found.' }])
    await alias.clock.advance(1)
    expect(alias.reports[1]).toEqual({
      status: 'critical',
      output: 'Aliased check "name of _node_maintenance" failing: ',
    })
    alias.running.stop()
    expect(alias.clock.pending).toBe(0)
  })

  test('says nothing after stop', async () => {
    const source = new Source()
    const alias = new CheckUnderTest({ interval: 0, aliasService: 'db' }, source)
    source.set(health(check('a', 'critical')))
    alias.running.stop()
    alias.running.stop()
    await settled()
    expect(source.watchers).toBe(0)
    expect(alias.reports).toEqual([])
  })
})
