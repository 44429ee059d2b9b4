import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import type { Json } from '../../../conformance/scenario.ts'
import { withUnfit } from '../spoil.ts'

const encoded = (token: Json): string => Buffer.from(JSON.stringify(token)).toString('base64')
const PEM = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'
/** What the token of a cluster that is not there says: nothing asks for it, as one of its parts is wrong. */
const told = fc
  .tuple(
    fc.record({
      CA: fc.constantFrom<Json>([], null, ['x'], [''], [PEM], ['-----BEGIN X-----\n-----END X-----\n'], [PEM, 'x']),
      ManualServerAddresses: fc.constantFrom<Json>(null, [], ['x'], ['a:b:c'], ['a:99999'], ['::1:5']),
      ServerAddresses: fc.constantFrom<Json>(
        null,
        [],
        ['x'],
        ['1.2.3.4'],
        [':1'],
        ['a:x'],
        ['a:-1'],
        ['1.2.3.4:1', 'y'],
      ),
      ServerName: fc.constantFrom<Json>('', 'server.dc2.peering.x.consul'),
      PeerID: fc.constantFrom<Json>('', 'x'),
      EstablishmentSecret: fc.constantFrom<Json>('', 'x'),
      Remote: fc.constantFrom<Json>({}, { Datacenter: 'dc2', Partition: 'default' }, { Locality: { Region: 'r' } }),
    }),
    // one part that is refused, whatever the others are
    fc.constantFrom<Json>({ PeerID: '' }, { ServerAddresses: null, ManualServerAddresses: null }, { CA: ['x'] }),
  )
  .map(([token, refused]): Json => ({ ...(token as object), ...(refused as object) }))
/** Tokens of this cluster, and such as nobody made: none leads to an attempt to connect. */
export const token = fc.oneof(
  { weight: 3, arbitrary: fc.constant('${own}') },
  { weight: 6, arbitrary: told.map(encoded) },
  {
    weight: 3,
    arbitrary: told
      .chain(value => withUnfit(value))
      .filter(isRefused)
      .map(encoded),
  },
  fc.constantFrom(
    '',
    'x',
    'e30=',
    'e30',
    'e30=\n',
    ' e30=',
    'e30==',
    'bnVsbA==',
    'W10=',
    'e30=x',
    '${own}\n',
    '_-==',
    '/+==',
    'ew==',
  ),
)

/** Whether a token cannot lead to an attempt to connect, which takes the real agent some seconds: it names no peering. */
function isRefused(value: Json): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true
  return Object.entries(value).every(
    ([key, item]) => key.toLowerCase() !== 'peerid' || typeof item !== 'string' || item === '',
  )
}
