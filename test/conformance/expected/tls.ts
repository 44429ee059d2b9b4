import { failures } from './failures.ts'

export const tls = failures('TLS is not built', [
  'tls/checks-over-tls',
  'tls/http-switched-off',
  'tls/https-beside-http',
  'tls/old-keys-at-the-top',
  'tls/plain-http-to-the-https-port',
  'tls/port-without-certificate',
  'tls/reload-of-certificates',
  'tls/starts-that-fail',
  'tls/unix-socket',
  'tls/verify-incoming',
  'tls/verify-incoming-of-https-only',
])
