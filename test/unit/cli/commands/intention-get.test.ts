import { expect, test } from 'vitest'
import { dispatch } from '../../../../src/cli/dispatch.ts'
import { startConsul } from '../../../../src/index.ts'
import { recordedIo } from '../io.ts'

test('an intention of a config entry tells the first of all times as that when it was made', async () => {
  await using consul = await startConsul({ clock: 'manual' })
  consul.config.set({ Kind: 'service-intentions', Name: 'db', Sources: [{ Name: 'web', Action: 'allow' }] })
  const { io, written } = recordedIo({ env: { CONSUL_HTTP_ADDR: consul.http.url } })
  expect(await dispatch(['intention', 'get', 'web', 'db'], io)).toBe(0)
  expect(written.stdout).toBe(
    [
      'Source:       web',
      'Destination:  db',
      'Action:       allow',
      'Created At:   Monday, 01-Jan-01 00:00:00 UTC',
      '',
    ].join('\n'),
  )
})
