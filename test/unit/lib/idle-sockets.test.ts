import { expect, test } from 'vitest'
import { IdleSockets } from '../../../src/lib/idle-sockets.ts'

function sockets(count: number) {
  const closed: number[] = []
  return { closed, all: Array.from({ length: count }, (_, i) => ({ destroy: () => void closed.push(i) })) }
}

test('the socket that has waited for longest makes room for one more', () => {
  const { closed, all } = sockets(5)
  const idle = new IdleSockets(3)
  for (const socket of all) idle.add(socket)
  expect(closed).toEqual([0, 1])
})

test('a socket that has something to do makes no room, and one that waits again is the last to', () => {
  const { closed, all } = sockets(5)
  const [first, second, ...others] = all
  const idle = new IdleSockets(3)
  for (const socket of [first, second]) if (socket) idle.add(socket)
  if (first) idle.delete(first)
  for (const socket of others) idle.add(socket)
  expect(closed).toEqual([1])
  if (first) idle.add(first)
  expect(closed).toEqual([1, 2])
})
