import { expect, test } from 'vitest'
import { Log } from '../../../../src/logging/log.ts'
import { registerService, startAgent } from './harness.ts'

test('the log tells of registrations, of checks that change and that got no update, and of maintenance', async () => {
  const lines: string[] = []
  const log = new Log({ now: () => 0 })
  log.join({ level: 'info', json: false, destination: { write: (line: string) => void lines.push(line) } })
  const { agent, clock } = startAgent({}, { log })
  registerService(agent, { name: 'web', port: 80, check: { ttl: '5s' } })
  agent.local.updateCheck('service:web', 'passing', 'ok')
  await clock.advance(5000)
  for (const enable of [true, true, false, false]) {
    agent.local.maintainService('web', enable, '')
    agent.local.maintainNode(enable, '')
  }
  agent.local.deregisterService('web')
  await log.flush()
  expect(lines.join('').replaceAll('1970-01-01T00:00:00.000Z ', ''))
    .toBe(`[INFO]  agent.server: cluster leadership acquired
[INFO]  agent.server: New leader elected: payload=node1
[INFO]  agent.server: member joined, marking health alive: member=node1 partition=default
[INFO]  agent: Synced service: service=web
[INFO]  agent: Synced check: check=service:web
[WARN]  agent: Check missed TTL, is now critical: check=service:web
[INFO]  agent: Synced check: check=service:web
[INFO]  agent: Service entered maintenance mode: service=web
[INFO]  agent: Synced check: check=_service_maintenance:web
[INFO]  agent: Node entered maintenance mode
[INFO]  agent: Synced check: check=_node_maintenance
[INFO]  agent: Service left maintenance mode: service=web
[INFO]  agent: Deregistered check: check=_service_maintenance:web
[INFO]  agent: Node left maintenance mode
[INFO]  agent: Deregistered check: check=_node_maintenance
[INFO]  agent: Deregistered service: service=web
`)
})

test('what the catalog has already is told at level debug, and so are results of TTL checks', async () => {
  const lines: string[] = []
  const log = new Log({ now: () => 0 })
  const { agent } = startAgent({}, { log })
  registerService(agent, { name: 'web', port: 80, check: { ttl: '5s' } })
  log.join({ level: 'debug', json: false, destination: { write: (line: string) => void lines.push(line) } })
  agent.local.updateCheck('service:web', 'warning', 'ok')
  agent.local.batch(() => {
    agent.local.deregisterService('web')
    registerService(agent, { name: 'web', port: 80 })
  })
  agent.local.batch(() => {
    agent.local.deregisterService('web')
    registerService(agent, { name: 'web', port: 80 })
  })
  await log.flush()
  expect(lines.join('').replaceAll('1970-01-01T00:00:00.000Z ', ''))
    .toBe(`[DEBUG] agent: Check status updated: check=service:web status=warning
[INFO]  agent: Synced check: check=service:web
[DEBUG] agent: removed check: check=service:web
[DEBUG] agent: removed service: service=web
[DEBUG] agent: Service in sync: service=web
[INFO]  agent: Deregistered check: check=service:web
[DEBUG] agent: removed service: service=web
[DEBUG] agent: Service in sync: service=web
`)
})
