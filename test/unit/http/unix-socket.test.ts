import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setSocketAccess } from '../../../src/http/unix-socket.ts'

let path = ''
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'socket-')), 's')
  writeFileSync(path, '')
})
afterEach(() => rmSync(join(path, '..'), { recursive: true }))

const access = (given: Partial<Parameters<typeof setSocketAccess>[1]>): void =>
  setSocketAccess(path, { mode: undefined, user: undefined, group: undefined, ...given })

describe('unix_sockets', () => {
  it('sets the mode, which is octal', () => {
    access({ mode: '0600' })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('sets user and group by number', () => {
    const { uid, gid } = statSync(path)
    access({ user: String(uid), group: String(gid) })
    expect(statSync(path)).toMatchObject({ uid, gid })
  })

  it.each([
    [{ mode: '9' }, 'Failed setting up socket: invalid mode specified: 0'],
    [
      { user: 'no-such-user' },
      'Failed setting up socket: failed to look up user no-such-user: user: unknown user no-such-user',
    ],
    [{ group: 'no-such-group' }, 'Failed setting up socket: invalid group specified: no-such-group'],
  ])('refuses %o', (given, text) => {
    expect(() => access(given)).toThrow(text)
  })
})
