import { NOSNIFF, type Reply, TEXT_TYPE } from '../http/reply.ts'

/** What a request says of the copy that its client has, and of the part that it wants. */
export interface Conditions {
  readonly method: string
  readonly ifMatch: string
  readonly ifNoneMatch: string
  readonly ifRange: string
  readonly range: string
}

/** An answer without what was asked for, and whether it tells of the client's copy. */
export interface Instead {
  readonly reply: Reply
  readonly isSame: boolean
}

/**
 * What Go's server of files answers in the place of a file, if anything. Ours have weak tags, which are no `If-Match` and no `If-Range`, and
 * Consul's files cannot be read from anywhere but their start.
 */
export function answerInstead(asked: Conditions, etag: string | undefined, size: number): Instead | undefined {
  const { method, ifMatch, ifNoneMatch } = asked
  const reads = method === 'GET' || method === 'HEAD'
  if (ifMatch !== '' && !tagsOf(ifMatch).includes('*')) return { reply: FAILED, isSame: false }
  if (isListed(ifNoneMatch, etag)) return reads ? { reply: SAME, isSame: true } : { reply: FAILED, isSame: false }
  if (asked.range === '' || (reads && asked.ifRange !== '')) return undefined
  return { reply: withoutPart(asked.range, size), isSame: false }
}

const tagsOf = (list: string): string[] => list.split(',').map(tag => tag.trim())

const isListed = (list: string, etag: string | undefined): boolean =>
  tagsOf(list).some(tag => tag === '*' || (etag !== undefined && weak(tag) === weak(etag)))

const weak = (tag: string): string => tag.replace(/^W\//, '')

const FAILED: Reply = { status: 412, bytes: '', contentType: null }
const SAME: Reply = { status: 304, bytes: '', contentType: null }

function withoutPart(range: string, size: number): Reply {
  const [, from = '', to = ''] = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*(?:,.*)?$/.exec(range) ?? []
  if ((from === '' && to === '') || (from !== '' && to !== '' && Number(to) < Number(from)))
    return refused('invalid range')
  if (from === '' || Number(from) < size) return refused('io.File missing Seek method')
  const { headers = [], ...rest } = refused('invalid range: failed to overlap')
  return { ...rest, headers: [['Content-Range', `bytes */${size}`], ...headers] }
}

const refused = (why: string): Reply => ({
  status: 416,
  bytes: `${why}\n`,
  contentType: TEXT_TYPE,
  headers: [NOSNIFF],
})
