import { expect, it } from 'vitest'
import { run } from './support.ts'

it('reads every kind of record that Consul answers with', async () => {
  const { emulator, put } = await run({ nodeMeta: { note: 'some "text"' } })
  await put('/v1/catalog/register', {
    Node: 'web-1',
    Address: '10.0.0.1',
    Service: { Service: 'web', Port: 80, Address: 'fd00::1' },
  })
  await put('/v1/catalog/register', {
    Node: 'web-2',
    Address: 'web.example.com',
    Service: { Service: 'away', Port: 80 },
  })
  const data = async (name: string, type: string): Promise<unknown> =>
    (await emulator.control.askDns(name, type))?.answers.map(record => `${record.type} ${record.data}`)
  expect(await data('web-1.node.consul', 'A')).toEqual(['A 10.0.0.1'])
  expect(await data('web.service.consul.', 'AAAA')).toEqual(['AAAA fd00::1'])
  expect(await data('web.service.consul', 'srv')).toEqual([
    'SRV 1 1 80 fd000000000000000000000000000001.addr.dc1.consul.',
  ])
  expect(await data('away.service.consul', 'A')).toEqual(['CNAME web.example.com.'])
  expect(await data('consul', 'NS')).toEqual(['NS node1.node.dc1.consul.'])
  expect(await data('1.0.0.127.in-addr.arpa', 'PTR')).toEqual(['PTR node1.node.dc1.consul.'])
  expect(await data('node1.node.consul', 'TXT')).toContain('TXT "note=some \\"text\\""')
  expect(await data('consul', 'SOA')).toEqual([
    expect.stringMatching(/^SOA ns\.consul\. hostmaster\.consul\. \d+ 3600 600 86400 0$/),
  ])
})

it.each([
  ['a..consul', 'the name has an empty label'],
  ['.', undefined],
  [`${'a'.repeat(64)}.consul`, `Name encode: label "${'a'.repeat(64)}" is 64 octets (max 63)`],
])('says why %j cannot be asked for', async (name, reason) => {
  const { emulator } = await run()
  const asking = emulator.control.askDns(name, 'A')
  if (reason === undefined) expect(await asking).toMatchObject({ rcode: 'REFUSED' })
  else await expect(asking).rejects.toThrow(`Failed to ask: ${reason}.`)
})
