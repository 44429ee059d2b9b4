/** A bearer token or a configuration that is refused, with Consul's text. */
export class JwtError extends Error {
  override readonly name = 'JwtError'
}
