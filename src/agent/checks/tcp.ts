import { dialTcp, dialTls } from './dial.ts'
import type { Probe } from './periodic.ts'

/** Passes when a connection can be opened. */
export const probeTcp: Probe = async (definition, signal, _timeout, own) => {
  const { tcp, tcpUseTls, tlsServerName: serverName, tlsSkipVerify: skipVerify } = definition
  const socket = await (tcpUseTls ? dialTls(tcp, { serverName, skipVerify, own }, signal) : dialTcp(tcp, signal))
  socket.destroy()
  return { status: 'passing', output: `TCP${tcpUseTls ? '+TLS' : ''} connect ${tcp}: Success` }
}
