import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Agent } from '../../../../src/agent/agent.ts'
import { LEAF_ENTRY } from '../../../../src/agent/connect/authority.ts'
import { startAgent } from '../local/harness.ts'

const rotate = (agent: Agent, bits: number, force = false): Promise<void> =>
  agent.connect.configure({
    Provider: 'consul',
    Config: { PrivateKeyType: 'ec', PrivateKeyBits: bits },
    ForceWithoutCrossSigning: force,
  })

it('an agent that takes over the state of another signs with its roots, under its identity', async () => {
  const { agent } = startAgent()
  await rotate(agent, 384)
  const kept = agent.store.snapshot()
  const { agent: next } = startAgent()
  next.store.restore(kept)
  expect(next.connect.trustDomain).toBe(agent.connect.trustDomain)
  expect(next.connect.roots).toEqual(agent.connect.roots)
  const [root] = next.connect.roots
  const leaf = new X509Certificate((await next.connect.leaf('web')).pem)
  expect(leaf.verify(new X509Certificate(root?.RootCert ?? '').publicKey)).toBe(true)
})

it('certificates are made anew once a restore brought back another root', async () => {
  const { agent } = startAgent()
  const before = (await agent.connect.leaf('web')).issuer
  const kept = agent.store.snapshot()
  await rotate(agent, 384)
  expect((await agent.connect.leaf('web')).issuer).not.toBe(before)
  agent.store.restore(kept)
  expect((await agent.connect.leaf('web')).issuer).toBe(before)
})

it('the old root signs the key of a new one, and services show that certificate after theirs', async () => {
  const { agent } = startAgent()
  await agent.connect.root()
  await rotate(agent, 384)
  const [active, old] = agent.connect.roots
  const signed = new X509Certificate(active?.CrossSigned ?? '')
  expect(signed.verify(new X509Certificate(old?.RootCert ?? '').publicKey)).toBe(true)
  expect((await agent.connect.leaf('web')).pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
})

it('the old root signs nothing where that is not wanted', async () => {
  const { agent } = startAgent()
  await rotate(agent, 384, true)
  expect(agent.connect.roots.map(({ CrossSigned }) => CrossSigned)).toEqual([undefined, undefined])
})

it('no two certificates of a root have the same serial number, also after a restore', async () => {
  const { agent } = startAgent()
  const first = await agent.connect.leaf('a')
  const { agent: next } = startAgent()
  next.store.restore(agent.store.snapshot())
  const second = await next.connect.leaf('b')
  expect(second.serialNumber).not.toBe(first.serialNumber)
})

const HOUR = 3_600_000

it('a certificate is made anew before it ends, and waiting readers are woken, as long as it is asked for', async () => {
  const { agent, clock } = startAgent()
  const first = await agent.connect.leafFor('web')
  const { watchSet } = agent.store.readTracked(view => view.entry(LEAF_ENTRY))
  const renewed = new Promise<void>(resolve => watchSet.onChange(() => resolve()))
  await clock.advance(43 * HOUR)
  expect(agent.connect.issued('web')).toBe(first)
  await clock.advance(HOUR)
  await renewed
  const second = agent.connect.issued('web')
  expect(second?.serialNumber).not.toBe(first.serialNumber)
  expect(second?.notAfter).toBeGreaterThan(first.notAfter)
  expect(second?.index).toBeGreaterThan(first.index)
})

it('a certificate that was not asked for in three days is not renewed, and the next client that asks gets a new one', async () => {
  const { agent, clock } = startAgent()
  const first = await agent.connect.leafFor('web')
  await clock.advance(44 * HOUR)
  const second = await agent.connect.leaf('web')
  expect(second.serialNumber).not.toBe(first.serialNumber)
  await clock.advance(44 * HOUR)
  await agent.connect.leaf('db')
  expect(agent.connect.issued('web')).toBe(second)
  expect((await agent.connect.leafFor('web')).serialNumber).not.toBe(second.serialNumber)
})

it('an agent that has stopped renews nothing', async () => {
  const { agent, clock } = startAgent()
  const first = await agent.connect.leafFor('web')
  agent.stop()
  agent.datacenter.stop()
  await clock.advance(44 * HOUR)
  await agent.connect.leaf('db')
  expect(agent.connect.issued('web')).toBe(first)
})

it.each([
  ['rsa', 2048],
  ['ec', 384],
])(
  'certificates of services have a key of P-256 under a root of %s %i, which lives as long as RootCertTTL says',
  async (type, bits) => {
    const { agent } = startAgent()
    await agent.connect.configure({
      Provider: 'consul',
      Config: { PrivateKeyType: type, PrivateKeyBits: bits, RootCertTTL: '20000h' },
      ForceWithoutCrossSigning: false,
    })
    const [root] = agent.connect.roots
    expect((root?.NotAfter ?? 0) - (root?.NotBefore ?? 0)).toBe(20_000 * 3_600_000)
    const { asymmetricKeyDetails } = new X509Certificate((await agent.connect.leaf('web')).pem).publicKey
    expect(asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' })
  },
)
