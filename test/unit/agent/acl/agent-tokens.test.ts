import { expect, test } from 'vitest'
import { AgentTokens } from '../../../../src/agent/acl/agent-tokens.ts'
import { defaultSettings } from '../../../../src/model/settings.ts'

function tokens(): AgentTokens {
  const made = new AgentTokens(() => ({ ...defaultSettings.acl.tokens, default: 'configured', dns: 'configured' }))
  made.set('default', 'set')
  made.set('dns', '')
  return made
}

test('a token that is set counts until a reload, also one that is taken away', () => {
  const own = tokens()
  expect([own.get('default'), own.get('dns')]).toEqual(['set', ''])
  own.reload(false)
  expect([own.get('default'), own.get('dns')]).toEqual(['configured', 'configured'])
})

test('tokens that are kept count after a reload, and such as were taken away do not', () => {
  const own = tokens()
  own.reload(true)
  expect([own.get('default'), own.get('dns')]).toEqual(['set', 'configured'])
})
