// Blocking queries from the client's side: how long until those who wait are answered.
import { Connection } from '../lib/connection.mjs'
import { counted } from '../lib/counted.mjs'
import { indexOf, requestBytes } from '../lib/http-message.mjs'
import { percentile } from '../lib/stats.mjs'
import { serve } from '../lib/worker.mjs'

/** What a watcher must be answered in before we say that it is lost. */
const LOST_AFTER = 60_000

let lastVariant = 0
/** A value that was not written before. */
const fresh = () => `value-${String(++lastVariant).padStart(9, '0')}`

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

/** Rejects when it takes too long, instead of letting a benchmark hang. */
function within(promise, ms, what) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Failed to measure: no answer to ${what} in ${ms} ms.`)), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** After a lock was missed although it is free. */
const LOCK_PAUSE = 20

const createSession = async connection =>
  JSON.parse((await connection.ask('PUT', '/v1/session/create', { LockDelay: '0s' })).body).ID

const isHeld = body => JSON.parse(body)[0].Session !== undefined

/** A read that waits beyond an index. */
function blocked(path, index, wait = '10m') {
  return requestBytes('GET', `${path}${path.includes('?') ? '&' : '?'}index=${index}&wait=${wait}`)
}

/** Watchers that stay, with how many of them were answered. */
const groups = new Map()

/** An answer in this time comes from a server that has nothing else under its hands. */
const AT_ONCE = 3
const PATIENCE = 100

/** Gives the server time to have all that was sent to it under its hands. */
async function settle(connection, watchers) {
  await pause(2 + watchers * 0.05)
  for (let left = PATIENCE; left > 0; left--) {
    const asked = performance.now()
    await connection.ask('GET', '/v1/status/leader')
    if (performance.now() - asked < AT_ONCE) return
    await pause(5)
  }
}

/** The times from sending the write until `watchers` are all answered, and until the write itself is. */
async function wakeOnce(watchers, writer, watchPath, index, write) {
  const { promise, resolve, reject } = deferred()
  let [left, sent, last, nextIndex] = [watchers.length, 0, 0, index]
  for (const watcher of watchers) {
    watcher.send(blocked(watchPath, index)).then(answer => {
      if (--left > 0) return
      last = performance.now() - sent
      nextIndex = indexOf(answer.head)
      resolve()
    }, reject)
  }
  await settle(writer, watchers.length)
  if (left < watchers.length) throw new Error('Failed to measure: a watcher was answered before the write.')
  sent = performance.now()
  let written = 0
  const answered = writer.send(write()).then(() => (written = performance.now() - sent))
  await within(Promise.all([promise, answered]), LOST_AFTER, 'a watcher')
  return { last, written, index: nextIndex }
}

function deferred() {
  const all = {}
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }))
  return all
}

async function indexNow(connection, path) {
  return indexOf((await connection.ask('GET', path)).head)
}

serve({
  /** Wakes `watchers` of one key `times` times. `stay`: they wait on, as a group of that name. */
  async wake({ port, path, watchers: count, times, stay }) {
    const writer = await Connection.open(port)
    const watchers = await Connection.openMany(port, count)
    try {
      await writer.ask('PUT', path, fresh())
      const [last, written] = [[], []]
      let index = await indexNow(writer, path)
      // a connection may be open on this side alone, and its request then come after the write: a floor would never answer it
      await Promise.all(watchers.map(watcher => watcher.ask('GET', path)))
      for (let i = 0; i < times; i++) {
        const once = await wakeOnce(watchers, writer, path, index, () => requestBytes('PUT', path, fresh()))
        last.push(once.last)
        written.push(once.written)
        index = once.index
      }
      if (stay !== undefined) {
        groups.set(stay, { connections: [...watchers], woken: 0 })
        for (const watcher of watchers) watcher.send(blocked(path, index)).catch(() => undefined)
        await settle(writer, count)
        await pause(1000)
        watchers.length = 0
      }
      return {
        last: percentile(last, 0.5),
        lastP99: percentile(last, 0.99),
        written: percentile(written, 0.5),
        writtenP99: percentile(written, 0.99),
      }
    } finally {
      for (const connection of [writer, ...watchers]) connection.close()
    }
  },

  /**
   * So many contenders for one lock, each with a session of its own, for `ms`, as Consul's guide to leader election has it:
   * try; who comes too late waits until the key is free, and tries again; who came too late and finds it free already pauses,
   * for a lock delay may be the reason. The Go client pauses for 5 s there, which would leave one contender alone. `session`: of
   * all, where there is nobody to ask for one.
   */
  async lock({ port, pid, contenders, ms, session }) {
    const key = `/v1/kv/lock-of-${contenders}`
    const connections = await Connection.openMany(port, contenders)
    let [cycles, until] = [0, Infinity]
    /** Tells whether it was free at once. */
    const whenFree = async connection => {
      let { head, body } = await connection.ask('GET', key)
      let atOnce = true
      while (isHeld(body) && performance.now() < until) {
        atOnce = false
        ;({ head, body } = await connection.ask('GET', `${key}?index=${indexOf(head)}&wait=1s`))
      }
      return atOnce
    }
    const acquire = async (connection, session) => {
      while (String((await connection.ask('PUT', `${key}?acquire=${session}`, session)).body).trim() !== 'true') {
        if (performance.now() >= until) return false
        if (await whenFree(connection)) await pause(LOCK_PAUSE)
      }
      return true
    }
    const contend = async connection => {
      const ID = session ?? (await createSession(connection))
      while (performance.now() < until && (await acquire(connection, ID))) {
        await connection.ask('PUT', `${key}?release=${ID}`, '')
        cycles++
      }
      if (session === undefined) await connection.ask('PUT', `/v1/session/destroy/${ID}`)
    }
    try {
      const running = Promise.all(connections.map(contend))
      await pause(ms / 4)
      const result = await counted(
        pid,
        () => cycles,
        () => pause(ms),
      )
      until = 0
      await running
      return result
    } finally {
      for (const connection of connections) connection.close()
    }
  },

  /** One writer, one write at a time, for `ms`. */
  async write({ port, path, ms }) {
    const writer = await Connection.open(port)
    const times = []
    try {
      const begun = performance.now()
      const warmUntil = begun + ms * 0.2
      for (let now = begun; now < begun + ms;) {
        await writer.ask('PUT', path, fresh())
        const then = performance.now()
        if (now > warmUntil) times.push(then - now)
        now = then
      }
    } finally {
      writer.close()
    }
    return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
  },

  /** Opens watchers that stay; their number is asked with `woken`. */
  async watch({ name, port, paths, wait }) {
    const connections = await Connection.openMany(port, paths.length)
    const group = { connections, woken: 0 }
    groups.set(name, group)
    await Promise.all(
      connections.map(async (connection, i) => {
        const index = await indexNow(connection, paths[i])
        connection.send(blocked(paths[i], index, wait)).then(
          () => group.woken++,
          () => undefined,
        )
      }),
    )
    const asker = await Connection.open(port)
    await settle(asker, paths.length)
    asker.close()
  },

  /** How many of a group were answered so far. */
  woken: name => groups.get(name).woken,

  unwatch(name) {
    for (const connection of groups.get(name)?.connections ?? []) connection.close()
    groups.delete(name)
  },

  /** One watcher, woken by a request. */
  async wakeBy({ port, path, request }) {
    const [writer, watcher] = await Connection.openMany(port, 2)
    try {
      const index = await indexNow(watcher, path)
      return await wakeOnce([watcher], writer, path, index, () => requestBytes(...request))
    } finally {
      writer.close()
      watcher.close()
    }
  },

  /** Times of a read that always follows a change. */
  async readAfter({ port, changes, path, times }) {
    const connection = await Connection.open(port)
    try {
      const reads = []
      for (let i = 0; i < times; i++) {
        await connection.ask(...changes[i % changes.length])
        const sent = performance.now()
        await connection.ask('GET', path)
        reads.push(performance.now() - sent)
      }
      return { p50: percentile(reads, 0.5) }
    } finally {
      connection.close()
    }
  },
})
