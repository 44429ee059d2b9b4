import { describe, expect, test } from 'vitest'
import { type Chain, chainPicture, chainSteps, matchText } from '../../../ui/lib/chain.ts'

const target = (Service: string, ServiceSubset = '', Datacenter = 'dc1') => ({ Service, ServiceSubset, Datacenter })
const resolver = (Target: string, ...Targets: string[]) => ({
  Type: 'resolver',
  Name: Target,
  Resolver: { Target, ...(Targets.length > 0 && { Failover: { Targets } }) },
})

const CHAIN: Chain = {
  ServiceName: 'api',
  Datacenter: 'dc1',
  Protocol: 'http',
  StartNode: 'router:api',
  Nodes: {
    'router:api': {
      Type: 'router',
      Name: 'api.default.default',
      Routes: [
        { Definition: { Match: { HTTP: { PathPrefix: '/beta' } } }, NextNode: 'resolver:v2' },
        { Definition: { Match: { HTTP: { PathPrefix: '/' } } }, NextNode: 'splitter:api' },
      ],
    },
    'splitter:api': {
      Type: 'splitter',
      Name: 'api.default.default',
      Splits: [
        { Weight: 90, NextNode: 'resolver:v1' },
        { Weight: 10, NextNode: 'resolver:v2' },
      ],
    },
    'resolver:v1': resolver('v1', 'v1-dc2'),
    'resolver:v2': resolver('v2'),
  },
  Targets: { v1: target('api', 'v1'), v2: target('api', 'v2'), 'v1-dc2': target('api', 'v1', 'dc2') },
}

describe('a chain', () => {
  test('stands in columns, each node behind all that lead to it', () => {
    const { columns, edges } = chainPicture(CHAIN)
    expect(columns.map(column => column.map(({ title }) => title))).toEqual([['api'], ['api'], ['api v2', 'api v1']])
    expect(edges).toHaveLength(4)
    expect(edges[2]).toEqual({ from: 'splitter:api', line: 0, to: 'resolver:v1', tone: 'plain' })
  })

  test('is described in words, with weights, conditions and failover', () => {
    expect(chainSteps(CHAIN).map(({ from, when, to }) => [from, when, to])).toEqual([
      ['router api', 'path /beta…', 'resolver api v2'],
      ['router api', 'everything else', 'splitter api'],
      ['splitter api', '90 %', 'resolver api v1'],
      ['splitter api', '10 %', 'resolver api v2'],
      ['resolver api v1', 'fails over to api v1 in dc2', ''],
    ])
  })

  test('that goes round in circles is drawn to an end', () => {
    const Nodes = { a: { Type: 'splitter', Name: 'a', Splits: [{ Weight: 100, NextNode: 'a' }] } }
    expect(chainPicture({ ...CHAIN, StartNode: 'a', Nodes }).columns.length).toBeLessThan(4)
  })
})

test.each([
  [{ PathExact: '/x' }, 'path /x'],
  [{ PathRegex: '/x.*' }, 'path ~ /x.*'],
  [{ Methods: ['GET', 'PUT'] }, 'GET, PUT'],
  [{ Header: [{ Name: 'debug', Exact: '1' }] }, 'header debug = 1'],
  [{ Header: [{ Name: 'debug', Prefix: 'a', Invert: true }] }, 'header not debug = a…'],
  [{ QueryParam: [{ Name: 'v', Regex: '[12]' }] }, '?v ~ [12]'],
  [{ PathPrefix: '/' }, 'everything else'],
  [undefined, 'everything else'],
])('a route for %j is for: %s', (http, text) => {
  expect(matchText(http)).toBe(text)
})
