/**
 * What Consul's tools and clients read: where the emulator is, and nothing left over from the surroundings that would lead them, or
 * their secrets, elsewhere.
 */
export function environment(address: string): Readonly<Record<string, string>> {
  return {
    CONSUL_HTTP_ADDR: address,
    CONSUL_HTTP_SSL: 'false',
    CONSUL_HTTP_TOKEN: '',
    CONSUL_HTTP_TOKEN_FILE: '',
    CONSUL_HTTP_AUTH: '',
    CONSUL_NAMESPACE: '',
    CONSUL_PARTITION: '',
  }
}
