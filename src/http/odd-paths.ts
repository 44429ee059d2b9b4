import { isPrintable } from '../go/quote.ts'
import { decodeText } from '../lib/bytes.ts'

const PLAIN_PATH = /^[!-~]*$/

/** Whether a path, one unit a byte, holds what Consul refuses in paths. */
export const hasUnprintable = (path: string): boolean => !PLAIN_PATH.test(path) && !isPrintable(decodeText(path))

/** What is said of a path that leads nowhere. */
export const unknownPathText = (path: string): string =>
  path.includes('/v1/')
    ? 'Invalid URL path: not a recognized HTTP API endpoint\n'
    : "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'\n"

/** What is said at the root where there is no page. */
export const UI_DISABLED =
  'Consul Agent: UI disabled. To enable, set ui_config.enabled=true in the agent configuration and restart.'
