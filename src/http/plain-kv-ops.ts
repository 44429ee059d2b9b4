import { encodeText, fromBase64 } from '../lib/bytes.ts'
import { isObject } from '../lib/equal.ts'
import type { KvOp } from '../state/txn.ts'

/**
 * The operations of a transaction that does nothing but KV, written as nearly all clients write it. undefined for whatever is
 * out of the ordinary: that is for the schema to read or to refuse. Takes a fifth of the time that the schema does.
 * `size`: of the whole text.
 */
export function plainKvOps(
  body: unknown,
  { most, largest, size }: { readonly most: number; readonly largest: number; readonly size: number },
): readonly KvOp[] | undefined {
  if (!Array.isArray(body) || body.length > most) return undefined
  const ops: KvOp[] = []
  const scratch = Buffer.allocUnsafe(size)
  for (const item of body as readonly unknown[]) {
    const op = plainKvOp(item, largest, scratch)
    if (!op) return undefined
    ops.push(op)
  }
  return ops
}

function plainKvOp(item: unknown, largest: number, scratch: Buffer): KvOp | undefined {
  if (!isObject(item)) return undefined
  for (const member in item) if (member !== 'KV') return undefined
  const { KV } = item
  if (!isObject(KV)) return undefined
  const op = { kind: 'kv' as const, verb: '', key: '', value: '', flags: 0, index: 0, session: '' }
  for (const member in KV) {
    const given = KV[member]
    if (typeof given === 'string') {
      if (member === 'Key') op.key = encodeText(given)
      else if (member === 'Verb') op.verb = given
      else if (member === 'Session') op.session = given
      else if (member === 'Value') {
        const value = fromBase64(given, scratch)
        if (value === undefined || value.length > largest) return undefined
        op.value = value
      } else return undefined
    } else if (typeof given === 'number' && Number.isSafeInteger(given) && given >= 0) {
      // no negative zero
      if (member === 'Flags') op.flags = given + 0
      else if (member === 'Index') op.index = given + 0
      else return undefined
    } else return undefined
  }
  return op
}
