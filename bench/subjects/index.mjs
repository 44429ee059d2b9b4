import acl from './acl.mjs'
import alone from './alone.mjs'
import blocking from './blocking.mjs'
import cold from './cold.mjs'
import dns from './dns.mjs'
import durable from './durable.mjs'
import growth from './growth.mjs'
import http from './http.mjs'
import https from './https.mjs'
import lock from './lock.mjs'
import memory from './memory.mjs'
import mesh from './mesh.mjs'
import scale from './scale.mjs'
import start from './start.mjs'

/**
 * What can be measured. A subject is `{ name, about, run(context) }`; `run` resolves to rows (see lib/rounds.mjs) and asks
 * `context.wants(work)` before each piece of work.
 */
export const subjects = [
  http,
  https,
  alone,
  cold,
  acl,
  durable,
  blocking,
  lock,
  dns,
  start,
  growth,
  scale,
  memory,
  mesh,
]
