// The least that Node can do for a DNS answer: a UDP socket that sends a ready packet with the ID of the query.
import { createSocket } from 'node:dgram'
import { serve } from '../lib/worker.mjs'

const socket = createSocket('udp4')
let ready = Buffer.alloc(12)

socket.on('message', (query, { port, address }) => {
  const answer = Buffer.from(ready)
  answer[0] = query[0]
  answer[1] = query[1]
  socket.send(answer, port, address)
})

serve({
  listen: () => new Promise(resolve => socket.bind(0, '127.0.0.1', () => resolve(socket.address().port))),
  prepare: packet => {
    ready = Buffer.from(packet)
  },
})
