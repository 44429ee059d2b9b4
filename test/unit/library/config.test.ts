import { expect, test } from 'vitest'
import { createConsul } from '../../../src/index.ts'

test('a config entry is set, read, listed and deleted without HTTP', async () => {
  await using consul = createConsul()
  consul.config.set({ Kind: 'service-defaults', Name: 'web', protocol: 'HTTP' })
  expect(consul.config.get('service-defaults', 'WEB')).toMatchObject({ Name: 'web', Protocol: 'http' })
  expect(consul.config.list('service-defaults').map(({ Name }) => Name)).toEqual(['web'])
  consul.config.delete('service-defaults', 'web')
  expect(consul.config.get('service-defaults', 'web')).toBeUndefined()
})

test('an entry that is refused throws with the status and the text of Consul', async () => {
  await using consul = createConsul()
  expect(() => consul.config.set({ Kind: 'bogus' })).toThrow(
    expect.objectContaining({ statusCode: 400, reason: 'Request decoding failed: invalid config entry kind: bogus' }),
  )
  const splitter = { Kind: 'service-splitter', Name: 'web', Splits: [{ Weight: 100 }] }
  expect(() => consul.config.set(splitter)).toThrow(
    'discovery chain "web" uses a protocol "tcp" that does not permit advanced routing or splitting behavior',
  )
})

test('intentions decide by precedence, and are the sources of service-intentions entries', async () => {
  await using consul = createConsul()
  consul.intentions.set('*', 'db', { Action: 'deny' })
  consul.intentions.set('web', 'db', { Action: 'allow' })
  expect([consul.intentions.allows('web', 'db'), consul.intentions.allows('api', 'db')]).toEqual([true, false])
  expect(consul.config.get('service-intentions', 'db')?.['Sources']).toHaveLength(2)
  consul.intentions.delete('web', 'db')
  expect(consul.intentions.list().map(({ SourceName }) => SourceName)).toEqual(['*'])
})

test('a seed brings config entries, which a reset brings back', async () => {
  await using consul = createConsul({ seed: { config: [{ Kind: 'service-defaults', Name: 'web', Protocol: 'grpc' }] } })
  consul.config.delete('service-defaults', 'web')
  consul.reset()
  expect(consul.config.get('service-defaults', 'web')).toMatchObject({ Protocol: 'grpc' })
})
