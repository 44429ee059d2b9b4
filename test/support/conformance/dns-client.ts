import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { decodeMessage, encodeQuery, type DnsMessage } from './dns-message.ts'
import type { Question } from './scenario.ts'
import type { Connection } from './connection.ts'

export type DnsAnswer = DnsMessage & { bytes: number }

interface Exchange {
  packet: Promise<Buffer>
  hangUp(): void
}

const PATIENCE = 5000

function overTcp(port: number, query: Buffer): Exchange {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(query.length)
  const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat([length, query])))
  const packet = new Promise<Buffer>((resolve, reject) => {
    let got = Buffer.alloc(0)
    socket.on('data', (data: Buffer) => {
      got = Buffer.concat([got, data])
      if (got.length > 2 && got.length >= 2 + got.readUInt16BE(0)) resolve(got.subarray(2))
    })
    socket.on('error', reject)
  })
  return { packet, hangUp: () => socket.destroy() }
}

function overUdp(port: number, query: Buffer): Exchange {
  const socket = createSocket('udp4')
  const packet = new Promise<Buffer>((resolve, reject) => {
    socket.on('message', resolve)
    socket.on('error', reject)
  })
  socket.send(query, port, '127.0.0.1')
  return { packet, hangUp: () => socket.close() }
}

async function resolveOnce(to: Connection, question: Question): Promise<DnsAnswer | undefined> {
  const query = question.raw === undefined ? encodeQuery(question) : Buffer.from(question.raw, 'hex')
  const exchange = (question.tcp ? overTcp : overUdp)(to.dnsPort, query)
  try {
    const packet = await to.within(exchange.packet, question.silence ?? PATIENCE)
    if (packet) return { bytes: packet.length, ...decodeMessage(packet) }
    if (question.silence === undefined) throw new Error(`no DNS answer in ${PATIENCE / 1000} s`)
    return undefined
  } finally {
    exchange.hangUp()
  }
}

/** The answer to a question, asked again if the question says so; undefined for a silence that was allowed. */
export async function resolve(to: Connection, question: Question): Promise<DnsAnswer | undefined> {
  const { tries = 1, untilAnswers } = question
  let answer: DnsAnswer | undefined
  for (let i = 0; i < tries; i++) {
    answer = await resolveOnce(to, question)
    if (untilAnswers === undefined || answer?.answer.length === untilAnswers) break
    await to.elapse(100)
  }
  return answer
}
