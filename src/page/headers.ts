import { type Headers, NOSNIFF } from '../http/reply.ts'

/** What the page may do: load its own files, talk to its own agent, and nothing else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The headers of everything that belongs to the page. */
export const pageHeaders: Headers = [
  ['Content-Security-Policy', CONTENT_SECURITY_POLICY],
  NOSNIFF,
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
]

/** How long a browser keeps a file: for good when its name tells its content, else only to ask whether it changed. */
export const cacheControl = (immutable: boolean): readonly [string, string] => [
  'Cache-Control',
  immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
]
