/** Go's net.JoinHostPort: `host:port`, with brackets around an IPv6 address. */
export const joinHostPort = (host: string, port: number | string): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
