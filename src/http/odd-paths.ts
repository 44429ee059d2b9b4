import { decodeText } from '../lib/bytes.ts'

/** A literal in a function: to make the expression takes half a millisecond, which most agents never need. */
const isUnprintable = (text: string): boolean => /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(text)
const PLAIN_PATH = /^[!-~]*$/

/** Whether a path, one unit a byte, holds what Consul refuses in paths. */
export const hasUnprintable = (path: string): boolean => !PLAIN_PATH.test(path) && isUnprintable(decodeText(path))

/** What is said of a path that leads nowhere. */
export const unknownPathText = (path: string): string =>
  path.includes('/v1/')
    ? 'Invalid URL path: not a recognized HTTP API endpoint\n'
    : "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'\n"

/** What is said at the root where there is no page. */
export const UI_DISABLED =
  'Consul Agent: UI disabled. To enable, set ui_config.enabled=true in the agent configuration and restart.'
