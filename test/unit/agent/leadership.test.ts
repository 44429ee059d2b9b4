import { expect, test } from 'vitest'
import { Leadership } from '../../../src/agent/leadership.ts'
import { MEMBER_STATUS, type Member } from '../../../src/agent/member.ts'
import { Members } from '../../../src/agent/members.ts'
import { MovableClock } from '../../../src/lib/clock.ts'

const server = (Name: string): Member => ({
  Name,
  Addr: '127.0.0.1',
  Port: 8301,
  Tags: { role: 'consul', port: '8300', id: Name },
  Status: MEMBER_STATUS.alive,
  ProtocolMin: 1,
  ProtocolMax: 5,
  ProtocolCur: 2,
  DelegateMin: 2,
  DelegateMax: 5,
  DelegateCur: 4,
})

function cluster(...names: string[]): { members: Members; leadership: Leadership; servers: () => string[] } {
  const clock = new MovableClock({ manual: true })
  const members = new Members(clock)
  const leadership = new Leadership(members, clock)
  for (const name of names) members.put(server(name))
  return { members, leadership, servers: () => leadership.servers().map(({ Name }) => Name) }
}

test('a peer that is removed is no server any more, and stays a member', () => {
  const { members, leadership, servers } = cluster('a', 'b')
  leadership.removePeer('b')
  expect(servers()).toEqual(['a'])
  expect(members.is('b', 'alive')).toBe(true)
})

test('when the leader is removed another server leads', () => {
  const { leadership } = cluster('a', 'b', 'c')
  leadership.removePeer('a')
  expect(leadership.leader?.Name).toBe('b')
})

test('a removed peer that comes anew is a server again', () => {
  const { members, leadership, servers } = cluster('a', 'b')
  leadership.removePeer('b')
  members.mark('b', 'left')
  members.put(server('b'))
  expect(servers()).toEqual(['a', 'b'])
})

test('nobody leads before as many servers are there as are expected; afterwards most of them are enough', () => {
  const members = new Members(new MovableClock({ manual: true }))
  const leadership = new Leadership(members, new MovableClock({ manual: true }), 3)
  members.put(server('a'))
  members.put(server('b'))
  expect(leadership.hasLeader).toBe(false)
  expect(leadership.hadLeader).toBe(false)
  members.put(server('c'))
  expect(leadership.leader?.Name).toBe('a')
  members.mark('c', 'failed')
  expect(leadership.hasLeader).toBe(true)
})

test('a server that waits to be taken in never leads by itself, unless it was one of a cluster before', () => {
  const members = new Members(new MovableClock({ manual: true }))
  const leadership = new Leadership(members, new MovableClock({ manual: true }), Infinity)
  members.put(server('a'))
  expect([leadership.hasLeader, leadership.isCluster]).toEqual([false, false])
  leadership.resume()
  expect([leadership.leader?.Name, leadership.isCluster]).toEqual(['a', true])
})
