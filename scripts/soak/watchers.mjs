import { Connection } from '../../bench/lib/connection.mjs'
import { indexOf, requestBytes } from '../../bench/lib/http-message.mjs'

/** Watchers of one key. */
const EACH = 100
const WRITERS = 8
/** Milliseconds for the last values to reach all: who is not woken waits for longer. */
const LAST = 60_000

/** Blocked queries for keys that are written all the time: indexes rise, and each watcher ends with the last value. */
export const watchers = {
  name: 'watchers',
  async run({ ports }, { ms, watchers: count }) {
    const keys = Math.max(Math.ceil(count / EACH), 1)
    const last = Array.from({ length: keys }, () => '0')
    const writers = await Connection.openMany(ports.http, WRITERS)
    for (let key = 0; key < keys; key++) await writers[0].ask('PUT', `/v1/kv/watched/${key}`, '0')
    const state = { over: false, answers: 0, backwards: 0 }
    const connections = await Connection.openMany(ports.http, count)
    const watching = connections.map((connection, i) => watch(connection, i % keys, last, state))
    const end = performance.now() + ms
    let writes = 0
    await Promise.all(
      writers.map(async (writer, w) => {
        for (let turn = 0; performance.now() < end; turn++) {
          // each key has one writer: its last value is known
          const mine = keys < WRITERS ? w : w + WRITERS * (turn % Math.floor(keys / WRITERS))
          if (mine >= keys) return
          const value = String(turn + 1)
          await writer.ask('PUT', `/v1/kv/watched/${mine}`, value)
          last[mine] = value
          writes++
        }
      }),
    )
    state.over = true
    const began = performance.now()
    for (let key = 0; key < keys; key++) {
      last[key] = 'the end'
      await writers[0].ask('PUT', `/v1/kv/watched/${key}`, 'the end')
    }
    const results = await Promise.all(watching.map(result => Promise.race([result, late(LAST)])))
    const lost = results.filter(result => result !== 'complete').length
    for (const connection of [...writers, ...connections]) connection.close()
    const wrong = []
    if (lost > 0) wrong.push(`${lost} watchers did not get the last value`)
    if (state.backwards > 0) wrong.push(`${state.backwards} times an index did not rise`)
    return {
      text: `${count} watchers of ${keys} keys, ${writes} writes (${Math.round((writes * 1000) / ms)}/s), ${state.answers} answers, ${lost} lost, all up to date after ${Math.round(performance.now() - began)} ms`,
      wrong,
    }
  },
}

async function watch(connection, key, last, state) {
  let index = 0
  let value = ''
  while (!(state.over && value === last[key])) {
    const answer = await connection
      .send(requestBytes('GET', `/v1/kv/watched/${key}?index=${index}&wait=10m`))
      .catch(() => undefined)
    if (!answer || answer.status !== 200) return 'cut off'
    const next = indexOf(answer.head)
    if (next < index) state.backwards++
    index = next
    value = Buffer.from(JSON.parse(answer.body)[0].Value, 'base64').toString()
    state.answers++
  }
  return 'complete'
}

const late = ms => new Promise(resolve => setTimeout(resolve, ms, 'late').unref())
