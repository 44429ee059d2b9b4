import { expect, test } from 'vitest'
import { reloadedSettings } from '../../../src/agent/reload.ts'
import { check, service } from '../../support/definitions.ts'
import { defaultSettings } from '../../../src/model/settings.ts'

const LIMITED = { mode: 'enforcing' as const, readRate: 1, writeRate: 1 }

test('a reload takes what Consul takes, and nothing else', () => {
  const next = {
    ...defaultSettings,
    nodeMeta: { a: 'b' },
    acl: { ...defaultSettings.acl, tokens: { ...defaultSettings.acl.tokens, default: 'other' } },
    dns: { ...defaultSettings.dns, nodeTtl: 5 },
    recursors: ['127.0.0.9'],
    services: [service({ name: 'web' })],
    checks: [check({ name: 'c' })],
    watches: [{ type: 'key', key: 'k' }],
    discardCheckOutput: true,
    limits: { ...defaultSettings.limits, httpMaxConnsPerClient: 7, requests: LIMITED },
    log: { level: 'warn' as const, json: true, file: undefined },
  }
  const fixed = {
    limits: { kvMaxValueSize: 1, txnMaxReqLen: 1, httpMaxConnsPerClient: 7, requests: LIMITED },
    nodeName: 'other',
    nodeId: '22222222-2222-3333-4444-555555555555',
    ports: { ...defaultSettings.ports, http: 1 },
    http: { ...defaultSettings.http, responseHeaders: { 'X-A': '1' } },
    sessionTtlMin: 1,
    maxQueryTime: 1,
    enableScriptChecks: true,
    ui: { ...defaultSettings.ui, enabled: false },
    altDomain: 'alt',
  }
  expect(reloadedSettings(defaultSettings, { ...next, ...fixed })).toEqual(next)
})
