import { expect, it } from 'vitest'
import { turns } from '../../../src/lib/defer.ts'
import { askUdp, TcpClient } from '../dns/clients.ts'
import { decode, encode } from '../dns/support.ts'
import { run } from './support.ts'

const QUESTION = { name: 'consul.service.consul' }

it('a server that failed', async () => {
  const { emulator } = await run()
  emulator.control.faults.dns({ name: 'CONSUL.service.consul.', type: 'A' }, 'servfail', { times: 1 })
  const ask = async (name: string): Promise<string> => decode(await askUdp(emulator.dns.port, encode({ name }))).rcode
  expect(await ask('other.service.consul')).toBe('NXDOMAIN')
  expect(decode(await askUdp(emulator.dns.port, encode({ ...QUESTION, edns: 1232 })))).toMatchObject({
    id: 0x1234,
    rcode: 'SERVFAIL',
    flags: 'rd',
    question: 'consul.service.consul. A 1',
    answer: [],
    additional: [],
  })
  expect(await ask(QUESTION.name)).toBe('NOERROR')
  expect(emulator.control.journal.queries).toMatchObject([{ fault: undefined }, { fault: '1', rcode: 'SERVFAIL' }, {}])
})

it('an answer that says it did not fit, and fits over TCP', async () => {
  const { emulator } = await run()
  emulator.control.faults.dns({}, 'truncate')
  expect(decode(await askUdp(emulator.dns.port, encode(QUESTION)))).toMatchObject({
    rcode: 'NOERROR',
    flags: 'aa tc rd',
    answer: [],
  })
  const client = await TcpClient.open(emulator.dns.port)
  expect(decode(await client.ask(encode(QUESTION))).answer).toHaveLength(1)
  client.socket.destroy()
})

it('no answer at all', async () => {
  const { emulator } = await run()
  emulator.control.faults.dns({ type: 'SRV' }, 'drop')
  const client = await TcpClient.open(emulator.dns.port)
  const [dropped, answered] = [encode({ ...QUESTION, type: 'SRV' }), encode(QUESTION)]
  for (const packet of [dropped, answered])
    client.socket.write(Buffer.concat([Buffer.from([0, packet.length]), packet]))
  await client.received(1)
  expect(client.answers.map(answer => decode(answer).question)).toEqual(['consul.service.consul. A 1'])
  client.socket.destroy()
  expect(emulator.control.journal.queries).toMatchObject([{ type: 'SRV', rcode: undefined }, { type: 'A' }])
})

it('a late answer, by the moved clock', async () => {
  const { emulator, advance } = await run()
  emulator.control.faults.dns({}, { delay: '2s' })
  let answered = false
  const came = new Promise<void>(resolve => emulator.control.journal.source().subscribe(() => resolve()))
  const waiting = askUdp(emulator.dns.port, encode(QUESTION)).then(answer => {
    answered = true
    return decode(answer)
  })
  await came
  await advance(1_999)
  await turns(5)
  expect(answered).toBe(false)
  await advance(1)
  expect((await waiting).rcode).toBe('NOERROR')
  expect(emulator.control.journal.queries).toMatchObject([{ duration: 2_000, rcode: 'NOERROR', answers: 1 }])
})

it('a late answer comes at once when the fault is removed, and never after a close', async () => {
  const { emulator, clock } = await run()
  const { faults, journal } = emulator.control
  const arrives = (): Promise<void> =>
    new Promise(resolve => {
      const end = journal.source().subscribe(() => {
        end()
        resolve()
      })
    })
  const fault = faults.dns({}, { delay: '1h' })
  const came = arrives()
  const waiting = askUdp(emulator.dns.port, encode(QUESTION))
  await came
  fault.remove()
  expect(decode(await waiting).rcode).toBe('NOERROR')
  faults.dns({}, { delay: '1h' })
  const again = arrives()
  const client = await TcpClient.open(emulator.dns.port)
  const packet = encode(QUESTION)
  client.socket.write(Buffer.concat([Buffer.from([0, packet.length]), packet]))
  await again
  await emulator.close()
  await client.closed
  expect(client.answers).toEqual([])
  expect(clock.pending).toBe(0)
})

it('leaves packets alone that are no questions', async () => {
  const { emulator } = await run()
  emulator.control.faults.dns({}, 'servfail')
  const client = await TcpClient.open(emulator.dns.port)
  for (const packet of [Buffer.alloc(3), Buffer.alloc(12), Buffer.alloc(40, 0xff)]) {
    client.socket.write(Buffer.concat([Buffer.from([0, packet.length]), packet]))
  }
  expect(decode(await client.ask(encode(QUESTION))).rcode).toBe('SERVFAIL')
  expect(client.answers).toHaveLength(1)
  client.socket.destroy()
  expect(emulator.control.journal.queries.map(({ name }) => name)).toEqual(['', '', '', QUESTION.name])
})

it('refuses what is no fault', async () => {
  const { emulator } = await run()
  expect(() => emulator.control.faults.dns({}, 'explode' as 'drop')).toThrow('one of DNS is servfail, drop, truncate')
  expect(() => emulator.control.faults.dns({ nam: 'a' } as object, 'drop')).toThrow("there is no member 'nam'")
})
