import { expect, it, vi } from 'vitest'
import { exchangeSecret } from '../../../src/cluster/peering/exchange.ts'
import { MovableClock } from '../../../src/lib/clock.ts'

it.each([
  ['127.1:1', 'dial tcp: lookup 127.1: no such host'],
  ['[::1]:0', 'dial tcp [::1]:0: connect: '],
  [':0', 'dial tcp :0: connect: '],
])('a peer at %s is told of as Go tells of what cannot be dialled', async (address, problem) => {
  const clock = new MovableClock({ manual: true })
  // the time of all attempts is over behind the first
  vi.spyOn(clock, 'now').mockReturnValueOnce(0).mockReturnValue(10_000)
  const outcome = await exchangeSecret({ addresses: [address], peerId: 'p', establishment: 's' }, clock)
  expect(outcome).toEqual({
    kind: 'unreachable',
    problems: [
      expect.stringContaining(
        `failed to exchange peering secret through address "${address}": rpc error: code = Unavailable desc = connection error: ` +
          `desc = "transport: Error while dialing: ${problem}`,
      ),
    ],
  })
})
