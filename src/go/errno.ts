/** The system's words for its error codes, as Go prints them. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'cannot assign requested address',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EEXIST: 'file exists',
  EHOSTUNREACH: 'no route to host',
  EISDIR: 'is a directory',
  ELOOP: 'too many levels of symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'file name too long',
  ENETUNREACH: 'network is unreachable',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  EPERM: 'operation not permitted',
  EPIPE: 'broken pipe',
  EROFS: 'read-only file system',
  ETIMEDOUT: 'connection timed out',
}

/** The words for an error of the system; its own message where it is none. */
export function errnoText(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException
  return WORDS[code] ?? (error instanceof Error ? error.message : String(error))
}

/** As Go tells that something could not be done to a file: `open x: no such file or directory`. */
export function fileErrorText(error: unknown, path: string): string {
  const { syscall = 'open' } = error as NodeJS.ErrnoException
  return `${SYSCALLS[syscall] ?? syscall} ${path}: ${errnoText(error)}`
}

const SYSCALLS: Readonly<Record<string, string>> = { scandir: 'open', opendir: 'open' }
