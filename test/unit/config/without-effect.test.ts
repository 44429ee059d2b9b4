import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { agentKeys } from '../../../src/config/agent-keys.ts'
import { findKey, type Section } from '../../../src/config/keys.ts'
import { ConfigReader } from '../../../src/config/reader.ts'
import { settingsFromConfig } from '../../../src/config/settings.ts'
import { ignoredKeys, keysOf, WITHOUT_EFFECT, withoutEffect } from '../../../src/config/without-effect.ts'

/** Consul's keys by their dotted paths. */
function paths(section: Section, prefix = ''): string[] {
  return [...new Set(section.keys.values())].flatMap(({ name, type }) => {
    if (type === 'any map') return [`${prefix}${name}.any`]
    return typeof type === 'string' || type.form === 'list' ? [prefix + name] : paths(type.section, `${prefix}${name}.`)
  })
}

/** The keys that settings are made of; a whole block counts for the keys in it. */
function keysRead(): ReadonlySet<string> {
  const read = new Set<string>()
  const value = vi.spyOn(ConfigReader.prototype, 'value')
  onTestFinished(() => value.mockRestore())
  settingsFromConfig({ log_file: 'a.log' }, { dev: true })
  for (const [path] of value.mock.calls) read.add(path)
  return read
}

describe('every key of Consul', () => {
  test('has an effect, or is named as one without', () => {
    const read = keysRead()
    const isRead = (path: string): boolean =>
      path.split('.').some((_, i, names) => read.has(names.slice(0, i + 1).join('.')))
    // gathered into lists before settings are read
    const definitions = /^(check|service)\./
    const left = paths(agentKeys).filter(path => !isRead(path) && !withoutEffect(path) && !definitions.test(path))
    expect(left).toEqual([])
  })

  test('that is named as one without exists, and stands there once', () => {
    const named = WITHOUT_EFFECT.flatMap(({ keys }) => keysOf(keys).map(({ path }) => path))
    const exists = (section: Section, [name = '', ...rest]: readonly string[]): boolean => {
      const type = findKey(section, name)?.type
      if (type === undefined || rest.length === 0) return type !== undefined
      if (typeof type === 'object') return rest[0] === '*' || exists(type.section, rest)
      return type === 'any map'
    }
    expect(named.filter(path => !exists(agentKeys, path.split('.')))).toEqual([])
    expect(new Set(named).size).toBe(named.length)
  })
})

test.each<[object, string[]]>([
  [{ performance: { raft_multiplier: 5 } }, ['performance.raft_multiplier']],
  [{ use_streaming_backend: true, encrypt_verify_incoming: true }, []],
  [{ use_streaming_backend: false }, ['use_streaming_backend']],
  [{ snapshot_agent: { a: 1 }, experiments: ['a'], serf_lan_allowed_cidrs: [] }, ['snapshot_agent.a', 'experiments']],
  [{ disable_update_check: true, audit: { enabled: true }, telemetry: { statsd_address: '' } }, []],
  [{ services: [{ name: 'a' }], tls: { grpc: { cert_file: 'a' }, https: { cert_file: 'b' } } }, ['tls.grpc.cert_file']],
])('%j asks in vain for %j', (config, ignored) => {
  expect(ignoredKeys(config as Record<string, unknown>)).toEqual(ignored)
})
