import { Connection } from '../../bench/lib/connection.mjs'
import { indexOf, requestBytes } from '../../bench/lib/http-message.mjs'

const SERVICES = 40
const WATCHERS = 40

/** Services whose checks fail and pass again all the time: who watches them ends with what is so. */
export const flapping = {
  name: 'flapping',
  async run({ ports }, { ms }) {
    const [writer, reader] = await Connection.openMany(ports.http, 2)
    for (let i = 0; i < SERVICES; i++) {
      const service = {
        ID: `flap${i}`,
        Name: 'flap',
        Port: 1 + i,
        Check: { CheckID: `flap${i}`, TTL: '60m', Status: 'passing' },
      }
      await writer.ask('PUT', '/v1/agent/service/register', service)
    }
    const state = { over: false, goal: 0 }
    const watching = (await Connection.openMany(ports.http, WATCHERS)).map(connection => watch(connection, state))
    const end = performance.now() + ms
    let flaps = 0
    for (; performance.now() < end; flaps++) {
      await writer.ask('PUT', `/v1/agent/check/${flaps % 3 === 0 ? 'fail' : 'pass'}/flap${(flaps * 7) % SERVICES}`)
    }
    const { head, body } = await reader.ask('GET', '/v1/health/service/flap?passing')
    const wanted = portsIn(body)
    state.goal = indexOf(head)
    state.over = true
    await writer.ask('PUT', '/v1/agent/check/pass/flap0')
    await writer.ask('PUT', '/v1/agent/check/fail/flap0')
    const last = portsIn((await reader.ask('GET', '/v1/health/service/flap?passing')).body)
    const seen = await Promise.all(watching)
    const behind = seen.filter(ports => ports !== wanted && ports !== last && !/\b1\b/.test(ports)).length
    for (const connection of [writer, reader]) connection.close()
    return {
      text: `${flaps} changes of ${SERVICES} checks, ${WATCHERS} watchers, ${behind} of them with a list that never was the last`,
      wrong: behind > 0 ? [`${behind} watchers are behind: ${seen[0]} for ${wanted}`] : [],
    }
  },
}

const portsIn = body =>
  JSON.parse(body)
    .map(({ Service }) => Service.Port)
    .join()

async function watch(connection, state) {
  let index = 0
  for (;;) {
    const { head, body } = await connection.send(
      requestBytes('GET', `/v1/health/service/flap?passing&index=${index}&wait=5s`),
    )
    index = indexOf(head)
    if (state.over && index >= state.goal) {
      connection.close()
      return portsIn(body)
    }
  }
}
