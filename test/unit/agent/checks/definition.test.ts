import { describe, expect, test } from 'vitest'
import type { CheckDefinition } from '../../../../src/model/registration.ts'
import { checkType, defineCheck } from '../../../../src/agent/checks/definition.ts'

const KINDS: [Partial<CheckDefinition>, string][] = [
  [{ ttl: 1000 }, 'ttl'],
  [{ http: 'http://x' }, 'http'],
  [{ tcp: 'x:1' }, 'tcp'],
  [{ udp: 'x:1' }, 'udp'],
  [{ args: ['true'] }, 'script'],
  [{ args: ['true'], dockerContainerId: 'c' }, 'docker'],
  [{ grpc: 'x:1' }, 'grpc'],
  [{ h2ping: 'x:1' }, 'h2ping'],
  [{ osService: 'x' }, 'os_service'],
  [{ aliasNode: 'n' }, 'alias'],
  [{ aliasService: 's' }, 'alias'],
  [{}, ''],
  [{ dockerContainerId: 'c' }, ''],
  [{ interval: 1000 }, ''],
]

test.each(KINDS)('%j is of type %j', (fields, type) => {
  expect(checkType(defineCheck(fields))).toBe(type)
})

describe('a definition of several kinds', () => {
  const both: [Partial<CheckDefinition>, string][] = [
    [{ http: 'x', grpc: 'x' }, 'grpc'],
    [{ http: 'x', tcp: 'x' }, 'http'],
    [{ tcp: 'x', udp: 'x' }, 'tcp'],
    [{ udp: 'x', args: ['x'] }, 'udp'],
    [{ args: ['x'], h2ping: 'x' }, 'script'],
    [{ args: ['x'], dockerContainerId: 'c', http: 'x' }, 'http'],
    [{ args: ['x'], dockerContainerId: 'c', osService: 'x' }, 'docker'],
  ]
  test.each(both)('%j is of type %j', (fields, type) => {
    expect(checkType(defineCheck(fields))).toBe(type)
  })
})
