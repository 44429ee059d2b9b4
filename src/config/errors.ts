/** A configuration that cannot be used; the message is Consul's where Consul has one. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
