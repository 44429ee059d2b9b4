import { afterEach, describe, expect, it } from 'vitest'
import { type Consul, createConsul, startConsul } from '../../../src/index.ts'

let consul: Consul
afterEach(() => consul.close())

describe('history', () => {
  it('lists the last commits with what each changed', () => {
    consul = createConsul({ history: 2, clock: 'manual' })
    for (const value of ['1', '2', '3']) consul.kv.put('a', value)
    expect(consul.history()).toEqual([
      {
        index: consul.index - 1,
        at: consul.clock.now(),
        changes: [expect.objectContaining({ table: 'kv', key: 'a', change: 'changed' }) as object],
      },
      expect.objectContaining({ index: consul.index }),
    ])
    const [change] = consul.history()[1]?.changes ?? []
    expect([change?.before?.['Value'], change?.after?.['Value']]).toEqual(['2', '3'])
  })

  it('reads the state as it was after any of them, with its indexes', () => {
    consul = createConsul({ history: 10 })
    consul.kv.put('a', '1')
    const first = consul.index
    const dump = consul.dump()
    consul.agent.register({ name: 'web', port: 80, check: 'passing' })
    consul.kv.put('a', '2')
    const second = consul.index
    consul.agent.deregister('web')
    consul.kv.delete('a')

    const past = consul.at(second)
    expect(past.index).toBe(second)
    expect(past.kv.get('a')).toMatchObject({ ModifyIndex: second, CreateIndex: first })
    expect(past.kv.keys()).toEqual(['a'])
    expect(past.health.service('web', { passing: true })).toHaveLength(1)
    expect(consul.at(first).dump()).toBe(dump)
    expect(consul.at(first).catalog.service('web')).toEqual([])
    expect(
      consul
        .diff(past.snapshot())
        .map(({ table, key, change }) => `${table} ${key} ${change}`)
        .sort(),
    ).toEqual(['checks node1/service:web removed', 'kv a removed', 'services node1/web removed'])
    expect(consul.kv.keys()).toEqual([])
  })

  it('refuses an index that is not known any more, or not yet, and a change of the past', () => {
    consul = createConsul({ history: 1 })
    const before = consul.index
    consul.kv.put('a', '1')
    consul.kv.put('a', '2')
    const code = 'MC_ERR_HISTORY'
    expect(() => consul.at(before)).toThrow(expect.objectContaining({ code }))
    expect(() => consul.at(consul.index + 1)).toThrow(expect.objectContaining({ code }))
    expect(() => consul.at(Number.NaN)).toThrow(expect.objectContaining({ code }))
    expect(() => consul.at(consul.index - 1).kv.put('a', '3')).toThrow(expect.objectContaining({ code }))
    expect(consul.at(consul.index - 1).kv.getText('a')).toBe('1')
  })

  it('is none unless it is asked for', () => {
    consul = createConsul()
    for (const use of [() => consul.history(), () => consul.at(1), () => consul.revert(1)]) {
      expect(use).toThrow(expect.objectContaining({ code: 'MC_ERR_OPTIONS' }))
    }
    expect(() => createConsul({ history: -1 })).toThrow('history')
  })

  it('goes back by a commit, which can be gone back from', async () => {
    consul = await startConsul({ history: 10, dns: false })
    consul.kv.put('mode', 'blue')
    consul.agent.register({ name: 'web', port: 80 })
    const blue = consul.index
    consul.kv.put('mode', 'green')
    consul.agent.deregister('web')
    const green = consul.index
    const waiting = fetch(`${consul.http.url}/v1/kv/mode?raw&index=${green}`)
    await consul.untilBlocked({ key: 'mode' })
    consul.revert(blue)
    expect(await (await waiting).text()).toBe('blue')
    expect(consul.index).toBeGreaterThan(green)
    expect(Object.keys(consul.agent.services())).toEqual(['web'])
    consul.revert(green)
    expect(consul.kv.getText('mode')).toBe('green')
    expect(consul.catalog.service('web')).toEqual([])
  })

  it('begins anew after a restore', () => {
    consul = createConsul({ history: 10 })
    consul.kv.put('a', '1')
    const before = consul.index
    consul.restore(consul.snapshot())
    expect(() => consul.at(before)).toThrow('Failed to read the state at index')
    consul.kv.put('a', '2')
    expect(consul.at(consul.index - 1).kv.getText('a')).toBe('1')
  })

  it('is served by the control API', async () => {
    consul = await startConsul({ history: 10, dns: false })
    const url = `${consul.http.url}/_miniconsul/history`
    consul.kv.put('mode', 'blue')
    const blue = consul.index
    consul.kv.put('mode', 'green')
    const listed = await fetch(`${url}?limit=1`)
    expect(await listed.json()).toMatchObject([
      {
        Index: consul.index,
        Changes: [
          { Table: 'kv', Key: 'mode', Change: 'changed', Before: { Value: 'blue' }, After: { Value: 'green' } },
        ],
      },
    ])
    const next = fetch(`${url}?limit=1&index=${listed.headers.get('x-consul-index')}`)
    expect(await (await fetch(`${url}/${blue}`)).json()).toMatchObject({ index: blue })
    expect((await fetch(`${url}/1000000`)).status).toBe(400)
    expect(await (await fetch(`${url}/${blue}/revert`, { method: 'PUT' })).json()).toEqual({ Index: consul.index })
    expect(consul.kv.getText('mode')).toBe('blue')
    expect(await (await next).json()).toMatchObject([{ Index: consul.index }])
  })

  it('is refused by the control API of an agent that remembers none', async () => {
    consul = await startConsul({ dns: false })
    const answer = await fetch(`${consul.http.url}/_miniconsul/history`)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('-history=N')])
  })
})
