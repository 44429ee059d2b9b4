import { demand } from '../../../api/acl/permission.ts'
import { Refusal } from '../../../api/refusals.ts'
import type { Read } from '../../../state/kv.ts'
import type { View } from '../../../state/view.ts'
import { type Reply, TEXT_TYPE } from '../../reply.ts'
import type { Request } from '../../request.ts'
import { query } from '../../route.ts'

/** How ACL objects are read. */
export const READ = { showsConsistency: false, metaOnError: true } as const

/** What the path names an object by, which has to be there; `what`: how Consul calls it. */
export function named(req: Request, what: string): string {
  if (req.paramBytes === '') throw new Refusal(400, `Missing ${what}`)
  return req.param
}

/** An object of a kind, as it is found and shown. */
interface Found<T> {
  /** How Consul calls the kind. */
  readonly kind: string
  /** How it calls what the path names it by. */
  readonly by: string
  readonly get: (view: View, key: string) => Read<T | undefined>
  readonly render: (object: T, view: View) => object
}

/** GET of one object. What is not there is answered without the headers of reads. */
export const reading = <T>({ kind, by, get, render }: Found<T>) =>
  query(req => {
    const key = named(req, by)
    return view => {
      demand(req.authorizer, 'acl', 'read')
      const { index, value } = get(view, key)
      return { index, value: value ? { json: render(value, view) } : missing(kind) }
    }
  }, READ)

const missing = (kind: string): Reply => ({
  status: 404,
  bytes: `Requested ${kind} does not exist: ACL not found`,
  contentType: TEXT_TYPE,
  meta: 'late',
  readAgain: true,
})
