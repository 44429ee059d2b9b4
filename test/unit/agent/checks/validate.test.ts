import { describe, expect, test } from 'vitest'
import type { CheckDefinition } from '../../../../src/model/registration.ts'
import { defineCheck } from '../../../../src/agent/checks/definition.ts'
import { refuseCheck, validateCheck } from '../../../../src/agent/checks/validate.ts'

const BOTH = 'Interval and TTL cannot both be specified'
const INTERVAL = 'Interval must be > 0 for Script, HTTP, H2PING, TCP, UDP or OSService checks'
const ALIAS_INTERVAL = 'Interval cannot be set for Alias checks'
const ALIAS_TTL = 'TTL must be not be set for Alias checks'
const TTL = 'TTL must be > 0 for TTL checks'
const OUTPUT = 'MaxOutputMaxSize must be positive'
const FAILURES = "FailuresBeforeWarning can't be higher than FailuresBeforeCritical"

describe('validateCheck', () => {
  const refused: [Partial<CheckDefinition>, string][] = [
    [{}, TTL],
    [{ ttl: -1 }, TTL],
    [{ interval: 10 }, TTL],
    [{ dockerContainerId: 'x', interval: 10 }, TTL],
    [{ ttl: 10, interval: 10 }, BOTH],
    [{ ttl: 10, interval: 10, http: 'x' }, BOTH],
    [{ ttl: 10, interval: 10, aliasNode: 'n' }, BOTH],
    [{ ttl: 10, http: 'x' }, INTERVAL],
    [{ http: 'x' }, INTERVAL],
    [{ tcp: 'x' }, INTERVAL],
    [{ udp: 'x' }, INTERVAL],
    [{ grpc: 'x' }, INTERVAL],
    [{ h2ping: 'x' }, INTERVAL],
    [{ osService: 'x' }, INTERVAL],
    [{ args: ['x'] }, INTERVAL],
    [{ args: ['x'], interval: -1 }, INTERVAL],
    [{ http: 'x', aliasNode: 'n' }, INTERVAL],
    [{ http: 'x', aliasNode: 'n', interval: 10 }, ALIAS_INTERVAL],
    [{ aliasService: 's', ttl: 10 }, ALIAS_TTL],
    [{ aliasService: 's', ttl: 10, outputMaxSize: -1 }, ALIAS_TTL],
    [{ ttl: 10, outputMaxSize: -1 }, OUTPUT],
    [{ http: 'x', interval: 10, outputMaxSize: -1, failuresBeforeWarning: 1 }, OUTPUT],
    [{ ttl: 10, failuresBeforeWarning: 3 }, FAILURES],
    [{ http: 'x', interval: 10, failuresBeforeWarning: 5, failuresBeforeCritical: 2 }, FAILURES],
    [{ http: 'x', interval: 10, failuresBeforeCritical: -1 }, FAILURES],
  ]
  test.each(refused)('refuses %j', (fields, text) => {
    expect(validateCheck(defineCheck(fields))).toBe(text)
  })

  const accepted: Partial<CheckDefinition>[] = [
    { ttl: 10 },
    { ttl: 10, interval: -1 },
    { http: 'x', interval: 1 },
    { http: 'x', interval: 1, ttl: -1 },
    { http: '::bad', interval: 1, timeout: -1, method: 'B AD' },
    { http: 'x', interval: 1, failuresBeforeWarning: 3, failuresBeforeCritical: 3 },
    { http: 'x', interval: 1, successBeforePassing: -1 },
    { aliasNode: 'n' },
    { aliasService: 's', interval: 10 },
    { aliasService: 's', ttl: -1 },
    { args: ['x'], dockerContainerId: 'x', interval: 1 },
  ]
  test.each(accepted)('accepts %j', fields => {
    expect(validateCheck(defineCheck(fields))).toBeUndefined()
  })
})

describe('refuseCheck', () => {
  const off = { enableScriptChecks: false, enableLocalScriptChecks: false }
  const local = { enableScriptChecks: false, enableLocalScriptChecks: true }
  const on = { enableScriptChecks: true, enableLocalScriptChecks: false }
  const script = defineCheck({ args: ['x'], interval: 10 })
  const remoteText =
    "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true"

  test('scripts need to be enabled', () => {
    expect(refuseCheck(script, off)).toBe(remoteText)
    expect(refuseCheck(script, off, 'config')).toBe(
      "Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or 'enable_local_script_checks' to true",
    )
    expect(refuseCheck(script, on)).toBeUndefined()
    expect(refuseCheck(script, on, 'config')).toBeUndefined()
  })

  test('scripts of the configuration can be enabled alone', () => {
    expect(refuseCheck(script, local)).toBe(remoteText)
    expect(refuseCheck(script, local, 'config')).toBeUndefined()
  })

  test('a script counts even where another kind wins', () => {
    expect(refuseCheck(defineCheck({ args: ['x'], http: 'x', interval: 10 }), off)).toBe(remoteText)
    expect(refuseCheck(defineCheck({ args: ['x'], dockerContainerId: 'c', interval: 10 }), off)).toBe(remoteText)
  })

  test('services of the operating system do not exist here', () => {
    expect(refuseCheck(defineCheck({ osService: 'x', interval: 10 }), on)).toBe('not implemented')
    expect(refuseCheck(defineCheck({ osService: 'x', http: 'x', interval: 10 }), on)).toBeUndefined()
  })

  test('other kinds need no permission', () => {
    expect(refuseCheck(defineCheck({ ttl: 10 }), off)).toBeUndefined()
  })
})
