/** Misuse of the library, or what it cannot do: `code` tells which. */
export class ConsulError extends Error {
  override readonly name = 'ConsulError'
  readonly code: `MC_ERR_${string}`

  constructor(code: ConsulError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
