import dgram from 'node:dgram'
import { onAbort } from './abort.ts'
import { resolveAddress } from './address.ts'
import { errnoText } from '../../go/errno.ts'
import type { Probe, Result } from './periodic.ts'
import { joinHostPort } from '../../go/host-port.ts'
import { isIPv6 } from '../../lib/ip.ts'

/**
 * Sends an empty datagram. Any answer passes, a port that is closed is critical; while no answer comes the run continues,
 * whatever the time-out, as it does in Consul.
 */
export const probeUdp: Probe = async (definition, signal) => {
  const [target] = await resolveAddress('udp', definition.udp, signal)
  if (!target) throw new Error(`dial udp: lookup ${definition.udp}: no such host`)
  const { ip, port, shown } = target
  return new Promise<Result>((resolve, reject) => {
    const socket = dgram.createSocket(isIPv6(ip) ? 'udp6' : 'udp4')
    // The wait may be without end, which must not keep the process alive.
    socket.unref()
    let local = ''
    const end = (settle: () => void): void => {
      forget()
      socket.removeAllListeners()
      socket.on('error', () => undefined)
      socket.close()
      settle()
    }
    const fail = (what: string): void => end(() => reject(new Error(what)))
    socket.on('message', () =>
      end(() => resolve({ status: 'passing', output: `UDP connect ${definition.udp}: Success` })),
    )
    socket.on('error', error => fail(`read udp ${local}->${shown}: read: ${errnoText(error)}`))
    socket.connect(port, ip, () => {
      const { address, port: localPort } = socket.address()
      local = joinHostPort(address, localPort)
      socket.send('', error => {
        if (error) fail(`write udp ${local}->${shown}: write: ${errnoText(error)}`)
      })
    })
    let forget = (): void => undefined
    forget = onAbort(signal, () => fail('i/o timeout'))
  })
}
