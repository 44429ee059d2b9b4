import { nodeCrypto } from '../../lib/node-crypto.ts'
import { isObject } from '../../lib/equal.ts'
import type { NewService } from '../../state/service.ts'

/** Sixteen hexadecimal digits that stand for the content of a service: the same for the same content, always. */
export function contentHash({ Node: _node, ...content }: NewService): string {
  return nodeCrypto().createHash('sha256').update(JSON.stringify(content, sorted)).digest('hex').slice(0, 16)
}

/** Members in order of their names, so that their order does not count. */
function sorted(_name: string, value: unknown): unknown {
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
