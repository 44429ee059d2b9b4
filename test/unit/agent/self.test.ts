import { expect, test } from 'vitest'
import { defaultSettings } from '../../../src/model/settings.ts'
import { httpAgent } from '../../support/http.ts'

const open = { grpc: 8502, grpcTls: 8503 }
const closed = { grpc: -1, grpcTls: -1 }

test.each([
  [open, { grpc_port: '8502', grpc_tls_port: '8503' }],
  [{ ...open, grpc: -1 }, { grpc_tls_port: '8503' }],
  [closed, {}],
])('with the ports %j the service of the servers and their members tell %j', async (ports, told) => {
  const { agent, get } = httpAgent({ ports: { ...defaultSettings.ports, ...ports } })
  agent.start()
  const grpcOf = (tags: object): object =>
    Object.fromEntries(Object.entries(tags).filter(([name]) => name.startsWith('grpc')))
  const [{ ServiceMeta }] = (await get('/v1/catalog/service/consul')).json
  const [{ Tags }] = (await get('/v1/agent/members')).json
  const [wide] = (await get('/v1/agent/members?wan=1')).json
  expect([grpcOf(ServiceMeta), grpcOf(Tags), grpcOf(wide.Tags)]).toEqual([told, told, told])
  agent.stop()
})
