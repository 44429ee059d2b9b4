// Starts, uses and closes emulators one after the other, and tells what memory and handles that left behind. As many lives go
// before those that are measured, until which most of the code is compiled.
// node --expose-gc soak-child.mjs LIBRARY CYCLES
import { createConnection } from 'node:net'
import { request } from 'node:http'

const [, , library, cycles] = process.argv
const count = Number(cycles)
const { startConsul } = await import(library)

const get = url =>
  new Promise((resolve, reject) => {
    const req = request(url, { agent: false }, res => {
      let text = ''
      res.setEncoding('utf8')
      res.on('data', part => (text += part))
      res.on('end', () => resolve(text))
    })
    req.on('error', reject)
    req.end()
  })

const query = Buffer.from('00010100000100000000000003776562077365727669636506636f6e73756c0000010001', 'hex')
const ask = ({ host, port }) =>
  new Promise((resolve, reject) => {
    const socket = createConnection(port, host, () => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(query.length)
      socket.write(Buffer.concat([length, query]))
    })
    socket.once('data', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })

async function life() {
  const consul = await startConsul({ seed: { services: [{ name: 'web', check: { ttl: '1h', status: 'passing' } }] } })
  consul.kv.put('a', 'x'.repeat(10_000))
  const session = consul.session.create({ ttl: '1h' })
  consul.kv.acquire('lock', session)
  const waiting = get(`${consul.http.url}/v1/kv/a?index=${consul.index}&wait=10m`)
  await consul.untilBlocked()
  await ask(consul.dns)
  await consul.cluster.join({ name: 'other', http: {}, services: [{ name: 'web' }] })
  consul.faults.use({ path: '/v1/kv/b' }, { delay: '1h' })
  get(`${consul.http.url}/v1/kv/b`).catch(() => undefined)
  await consul.clock.advance('1s')
  await consul.reset()
  await consul.close()
  await waiting
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve))
  gc()
  gc()
}

const resources = () => process.getActiveResourcesInfo().sort()

await settle()
const began = resources()
for (let i = 0; i < count; i++) await life()
await settle()
const before = process.memoryUsage().heapUsed
for (let i = 0; i < count; i++) await life()
await settle()
const after = process.memoryUsage().heapUsed
console.log(JSON.stringify({ began, ended: resources(), grown: after - before, perLife: (after - before) / count }))
