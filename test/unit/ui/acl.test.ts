import { expect, test } from 'vitest'
import {
  isBuiltIn,
  nodeIdentityLines,
  parseNodeIdentities,
  parseServiceIdentities,
  serviceIdentityLines,
  splitNames,
} from '../../../ui/lib/acl.ts'

test('service identities are one a line, with datacenters after a colon', () => {
  const identities = [{ ServiceName: 'web' }, { ServiceName: 'api', Datacenters: ['dc1', 'dc2'] }]
  const text = 'web\napi: dc1, dc2'
  expect(parseServiceIdentities(` ${text}\n\n`)).toEqual(identities)
  expect(serviceIdentityLines({ ServiceIdentities: identities })).toBe(text)
})

test('node identities are of the datacenter of the agent unless they name another', () => {
  expect(parseNodeIdentities('a\nb: dc2', 'dc1')).toEqual([
    { NodeName: 'a', Datacenter: 'dc1' },
    { NodeName: 'b', Datacenter: 'dc2' },
  ])
  expect(nodeIdentityLines({ NodeIdentities: [{ NodeName: 'a', Datacenter: 'dc1' }] })).toBe('a: dc1')
})

test('names have commas between them', () => {
  expect(splitNames(' a, b,,')).toEqual(['a', 'b'])
})

test('what comes with the agent is known by its ID', () => {
  expect(isBuiltIn('00000000-0000-0000-0000-000000000002')).toBe(true)
  expect(isBuiltIn('4462443a-4c19-4303-9a3b-35177f41df3f')).toBe(false)
})
