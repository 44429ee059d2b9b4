import { errorText } from '../lib/error-text.ts'

/** The texts of the system's error codes, as Go prints them. */
const TEXTS: Readonly<Record<string, string>> = {
  E2BIG: 'argument list too long',
  EACCES: 'permission denied',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EAFNOSUPPORT: 'address family not supported by protocol',
  EAGAIN: 'resource temporarily unavailable',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EEXIST: 'file exists',
  EHOSTUNREACH: 'no route to host',
  EINVAL: 'invalid argument',
  EISDIR: 'is a directory',
  ELOOP: 'too many levels of symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'file name too long',
  ENETUNREACH: 'network is unreachable',
  ENOENT: 'no such file or directory',
  ENOEXEC: 'exec format error',
  ENOMEM: 'cannot allocate memory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  EPERM: 'operation not permitted',
  EPIPE: 'broken pipe',
  EROFS: 'read-only file system',
  ETIMEDOUT: 'connection timed out',
  ETXTBSY: 'text file busy',
}

/** The `code` of an error from Node's own functions; '' for any other. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** Go's text for an error of the system; the message of any other. */
export function errnoText(error: unknown): string {
  return TEXTS[errorCode(error)] ?? errorText(error)
}

/** As Go tells that something could not be done to a file: `open x: no such file or directory`. */
export function fileErrorText(error: unknown, path: string): string {
  const { syscall = 'open' } = error as NodeJS.ErrnoException
  return `${SYSCALLS[syscall] ?? syscall} ${path}: ${errnoText(error)}`
}

const SYSCALLS: Readonly<Record<string, string>> = { scandir: 'open', opendir: 'open' }
