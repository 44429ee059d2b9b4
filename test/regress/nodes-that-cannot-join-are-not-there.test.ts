import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Consul, startConsul } from '../../src/index.ts'

let consul: Consul

beforeEach(async () => {
  consul = await startConsul()
})
afterEach(() => consul.close())

const names = (): readonly string[] => consul.cluster.members().map(({ name }) => name)

it('when a service of theirs is refused', async () => {
  await expect(consul.cluster.join({ name: 'n2', services: [{ name: '' }] })).rejects.toThrow('Service name missing')
  expect(names()).toHaveLength(1)
  expect(consul.diff()).toEqual([])
  await consul.cluster.join({ name: 'n2', services: [{ name: 'web' }] })
  expect(consul.catalog.service('web')).toMatchObject([{ Node: 'n2' }])
})

it('when their port is taken', async () => {
  const { port } = consul.http
  await expect(consul.cluster.join({ name: 'n2', http: { port } })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  expect(names()).toHaveLength(1)
  expect(consul.diff()).toEqual([])
})

it('and leave no port open when everything is reset while they join', async () => {
  const joining = consul.cluster.join({ name: 'n2', http: {}, dns: {} })
  const [joined] = await Promise.all([joining, consul.reset()])
  expect(names()).toHaveLength(1)
  expect(() => joined.http).toThrow(expect.objectContaining({ code: 'MC_ERR_NOT_LISTENING' }))
})

it('and listen when they are back before their ports are closed', async () => {
  const joined = await consul.cluster.join({ name: 'n2', http: {} })
  await Promise.all([consul.cluster.fail('n2'), consul.cluster.recover('n2')])
  expect((await fetch(`${joined.http.url}/v1/status/leader`)).status).toBe(200)
})
