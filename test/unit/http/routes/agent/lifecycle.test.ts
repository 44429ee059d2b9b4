import { describe, expect, it } from 'vitest'
import { lookupError } from '../../../../../src/go/lookup-error.ts'
import { defaultSettings } from '../../../../../src/model/settings.ts'
import { service } from '../../../../support/definitions.ts'
import { startConsul } from './harness.ts'

describe('join', () => {
  it.each([
    ['127.0.0.1', 200, ''],
    ['127.0.0.1:8301', 200, ''],
    ['localhost:8301', 200, ''],
    ['127.0.0.1:8302?wan=1', 200, ''],
    ['127.0.0.1:1', 500, 'Failed to join 127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused'],
    ['10.9.8.7', 500, 'Failed to join 10.9.8.7:8301: dial tcp 10.9.8.7:8301: connect: connection refused'],
    ['nosuchhost.invalid', 500, `Failed to resolve nosuchhost.invalid: ${lookupError('nosuchhost.invalid')}`],
    ['x:y', 500, 'Failed to resolve x:y: strconv.ParseUint: parsing "y": invalid syntax'],
    ['', 500, 'Failed to resolve : lookup : no such host'],
    ['a/127.0.0.1:1', 500, 'Failed to join 127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused'],
    ['a/', 500, 'Failed to resolve a/: lookup : no such host'],
    ['%2Fa', 500, 'Failed to resolve /a: empty node name provided'],
  ])('%s: %i %s', async (address, status, problem) => {
    const consul = await startConsul()
    const answer = await consul.put(`/v1/agent/join/${address}`)
    expect(answer.status).toBe(status)
    expect(answer.text).toBe(problem === '' ? '' : `1 error occurred:\n\t* ${problem}\n\n`)
  })
})

it.each([
  ['node1', 200, ''],
  ['node1.dc1?wan', 200, ''],
  ['NODE1', 200, ''],
  ['NODE1.dc1', 200, ''],
  ['Node1.DC1?wan', 200, ''],
  ['node1.DC1', 500, "agent: No node found with name 'node1.DC1'"],
  ['nosuch.dc1', 500, "agent: No node found with name 'nosuch.dc1'"],
  ['node1?wan', 500, "agent: No node found with name ''"],
  ['nosuch?prune', 500, "agent: No node found with name 'nosuch'"],
  ['nosuch?wan', 500, "agent: No node found with name ''"],
])('force-leave %s: %i %s', async (node, status, text) => {
  const consul = await startConsul()
  expect(await consul.put(`/v1/agent/force-leave/${node}`)).toMatchObject({ status, text })
})

it('leave tells the program that runs the agent, after the answer', async () => {
  let onLeave = (): void => undefined
  const left = new Promise<void>(resolve => (onLeave = resolve))
  const consul = await startConsul({}, { onLeave: () => onLeave() })
  expect((await consul.put('/v1/agent/leave')).status).toBe(200)
  await left
})

it('reload takes over what it is given, and tells why it cannot', async () => {
  let onReload = (): Promise<void> => reloadTo([{ name: 'new' }])
  const consul = await startConsul({}, { onReload: () => onReload() })
  const reloadTo = async (services: object[]): Promise<void> =>
    consul.agent.reconfigure({ ...defaultSettings, services: services.map(service) })
  expect((await consul.put('/v1/agent/reload')).status).toBe(200)
  expect((await consul.get('/v1/agent/service/new')).status).toBe(200)
  onReload = () => Promise.reject(new Error('cannot be read'))
  expect(await consul.put('/v1/agent/reload')).toMatchObject({ status: 500, text: 'cannot be read' })
  expect((await consul.get('/v1/agent/service/new')).status).toBe(200)
  onReload = () => reloadTo([{}])
  expect(await consul.put('/v1/agent/reload')).toMatchObject({
    status: 500,
    text: 'Failed reloading services: Failed to register service "": Service name missing',
  })
})
