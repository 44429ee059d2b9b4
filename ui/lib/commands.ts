/** Where a page comes from, as far as commands need it. */
export interface Origin {
  readonly origin: string
  readonly port: string
}

/** The port that commands ask without being told. */
const USUAL = '8500'

const here = (): Origin => (globalThis as { readonly location?: Origin }).location ?? { origin: '', port: USUAL }

/** A `miniconsul` command that asks the agent of this page. */
export const cliCommand = (args: string, { origin, port } = here()): string =>
  port === USUAL ? `miniconsul ${args}` : `CONSUL_HTTP_ADDR=${origin} miniconsul ${args}`

/** A `curl` command for a path of this agent; with a body it changes something. */
export function curlCommand(path: string, body?: object, method: 'PUT' | 'POST' = 'PUT', { origin } = here()): string {
  if (body === undefined) return `curl '${origin}${path}'`
  return `curl -X ${method} '${origin}${path}' -d '${JSON.stringify(body)}'`
}
