import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Consul, createConsul, readSeed } from '../../../src/index.ts'
import { dumpRemote } from '../../../src/seed/remote-dump.ts'
import { applyRemote, type RemoteRequest, undoRemote } from '../../../src/seed/remote.ts'

const full = join(import.meta.dirname, '../../../fixtures/seeds/full.yaml')

/** Speaks to an emulator as to an agent somewhere else. */
const to =
  (consul: Consul): RemoteRequest =>
  async (method, path, body) => {
    const answer = await consul.inject(method, path, body)
    return { status: answer.statusCode, body: answer.bytes }
  }

describe('a seed that is sent to an agent', () => {
  it('makes the same of it as one that is given at birth', async () => {
    const seed = await readSeed(full)
    const here = createConsul({ seed, runChecks: false })
    const there = createConsul({ runChecks: false })
    await applyRemote(to(there), seed)
    expect(there.dump()).toBe(here.dump())
  })

  it('is taken back without a trace', async () => {
    const there = createConsul({ runChecks: false })
    const before = there.dump()
    await undoRemote(to(there), await applyRemote(to(there), await readSeed(full)))
    expect(there.dump()).toBe(before)
  })

  it('tells what the agent refused, and what was done until then', async () => {
    const done: [] = []
    const there = createConsul()
    const seed = { kv: { a: '1' }, sessions: [{ node: 'nowhere' }] }
    await expect(applyRemote(to(there), seed, done)).rejects.toMatchObject({
      code: 'MC_ERR_REFUSED',
      statusCode: 500,
      reason: 'apply failed: Missing node registration',
    })
    expect(done).toEqual([['DELETE', '/v1/kv/a']])
  })
})

describe('a seed that is read from an agent', () => {
  it('makes another one like it', async () => {
    const first = createConsul({ seed: await readSeed(full), runChecks: false })
    for (const { ID } of first.session.list()) first.session.destroy(ID)
    const seed = await dumpRemote(to(first))
    const second = createConsul({ seed, runChecks: false })
    expect(second.dump()).toBe(first.dump())
    expect(seed.kv).toEqual({
      'app/bytes': { base64: 'AP8=' },
      'app/config': 'on',
      'app/locked': { value: 'yes', flags: 16210313421097356768n },
      'app/workers': '4',
      leader: '',
    })
  })
})
