import { Connection } from '../../bench/lib/connection.mjs'
import { requestBytes } from '../../bench/lib/http-message.mjs'

const CLIENTS = 16
const KEYS = 4

/** Clients count in the same keys by check-and-set, among reads and transactions: no step of them may get lost. */
export const counters = {
  name: 'counters',
  async run({ ports }, { ms }) {
    const end = performance.now() + ms
    const counted = Array.from({ length: KEYS }, () => 0)
    let requests = 0
    const wrong = []
    const connections = await Connection.openMany(ports.http, CLIENTS)
    await Promise.all(
      connections.map(async (connection, client) => {
        for (let turn = client; performance.now() < end; turn++) {
          const key = turn % KEYS
          const path = `/v1/kv/soak/counter${key}`
          const { status, body } = await connection.send(requestBytes('GET', path))
          const row = status === 200 ? JSON.parse(body)[0] : { ModifyIndex: 0, Value: '' }
          const next = String(Number(Buffer.from(row.Value ?? '', 'base64')) + 1)
          const set = await write(connection, path, row.ModifyIndex, next, turn)
          if (set) counted[key]++
          requests += 2
        }
      }),
    )
    for (const [key, count] of counted.entries()) {
      const { body } = await connections[0].ask('GET', `/v1/kv/soak/counter${key}?raw`)
      if (Number(body) !== count) wrong.push(`counter${key} is ${body} after ${count} steps`)
    }
    for (const connection of connections) connection.close()
    return {
      text: `${requests} requests, ${counted.reduce((a, b) => a + b)} steps, ${wrong.length} counters wrong`,
      wrong,
    }
  },
}

async function write(connection, path, index, value, turn) {
  if (turn % 3 > 0) {
    const { body } = await connection.send(requestBytes('PUT', `${path}?cas=${index}`, value))
    return String(body) === 'true'
  }
  const operation = {
    Verb: 'cas',
    Key: path.slice('/v1/kv/'.length),
    Value: Buffer.from(value).toString('base64'),
    Index: index,
  }
  return (await connection.send(requestBytes('PUT', '/v1/txn', [{ KV: operation }]))).status === 200
}
