import { dialTcp, dialTls } from './dial.ts'
import type { Probe } from './periodic.ts'

/** Passes when a connection can be opened. */
export const probeTcp: Probe = async (definition, signal) => {
  const { tcp, tcpUseTls, tlsServerName: serverName, tlsSkipVerify: skipVerify } = definition
  const socket = await (tcpUseTls ? dialTls(tcp, { serverName, skipVerify }, signal) : dialTcp(tcp, signal))
  socket.destroy()
  return { status: 'passing', output: `TCP${tcpUseTls ? '+TLS' : ''} connect ${tcp}: Success` }
}
