/** The agent could not be asked; the message is Go's. */
export class ClientError extends Error {
  override readonly name: string = 'ClientError'
}

/** The agent answered that it will not do it. */
export class StatusError extends ClientError {
  override readonly name = 'StatusError'
  readonly status: number
  readonly body: string

  constructor(status: number, body: string) {
    super(`Unexpected response code: ${status} (${body})`)
    this.status = status
    this.body = body
  }
}
