import { unescapeQuery } from './query-string.ts'

const MEMBER = /([?&])([^=&#?]+)=[^&#]*/g

/** A URL as it may stand in a log: without the token that `?token=` gives, in whatever way that name is escaped. */
export const loggedUrl = (url = ''): string =>
  mayNameToken(url)
    ? url.replace(MEMBER, (member, before: string, name: string) =>
        unescapeQuery(name) === 'token' ? `${before}${name}=<hidden>` : member,
      )
    : url

/** Whether a closer look is needed. */
export const mayNameToken = (url: string): boolean => url.includes('token=') || (url.includes('%') && url.includes('?'))
