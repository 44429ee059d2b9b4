import type { Reply } from '../http/reply.ts'
import { Refusal } from '../api/refusals.ts'
import type { PageFile } from './files.ts'
import { cacheControl, pageHeaders } from './headers.ts'

const NOT_BUILT = 'The web page was not built: npm run build\n'

/** What a path below `/ui/` shows: a file, or the page itself for each of its own addresses. */
export function servePage(files: ReadonlyMap<string, PageFile>, name: string, ifNoneMatch: string): Reply {
  const file = files.get(name) ?? (name.startsWith('assets/') ? undefined : files.get('index.html'))
  if (!file) throw new Refusal(404, files.size === 0 ? NOT_BUILT : 'There is no such file.\n')
  const headers = [...pageHeaders, cacheControl(file.immutable), ['ETag', file.etag] as const]
  if (matches(ifNoneMatch, file.etag)) return { status: 304, bytes: '', contentType: null, headers }
  return { bytes: file.bytes, contentType: file.contentType, headers }
}

const matches = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some(tag => tag.trim() === etag)
