import { encodeText, bytesToString, stringToBytes } from '../../lib/bytes.ts'
import * as kv from '../../state/kv.ts'
import type { KvEntry } from '../../model/rows.ts'
import type { View } from '../../state/view.ts'
import type { Agent } from '../../agent/agent.ts'
import { putKey } from '../../api/operations/put-key.ts'
import { type ReadOptions, readOptions } from '../blocking-parameters.ts'
import { demand, denial } from '../../api/acl/permission.ts'
import { seesKey, visible } from '../../api/acl/visible.ts'
import { Refusal, refusal } from '../../api/refusals.ts'
import { renderKv } from '../../api/render/rows.ts'
import { listOf, NOSNIFF, type Reply, jsonBoolean } from '../reply.ts'
import type { Request } from '../request.ts'
import { action, query, route } from '../route.ts'
import { decodeBinary } from '../../go/json/utf8.ts'
import { exactNumber, isUint64 } from '../../go/integers.ts'

const NOT_FOUND: Reply = { status: 404, contentType: null, bytes: '' }
const RAW_HEADERS = [NOSNIFF, ['Content-Security-Policy', 'sandbox']] as const

/** Bytes of a value that comes in chunks. Consul has no limit there; a value is neither parsed nor copied, so that this costs its size. */
const MAX_IN_CHUNKS = 4 * 1024 * 1024

/** https://developer.hashicorp.com/consul/api-docs/kv */
export const kvRoutes = [
  route('/v1/kv/:key', {
    GET: query(readKv, { showsConsistency: false, ownEnterpriseCheck: true, cacheable: true }),
    PUT: action(putKv, {
      limit: req => ({
        bytes: req.settings.limits.kvMaxValueSize,
        setting: 'kv_max_value_size',
        inChunks: Math.max(req.settings.limits.kvMaxValueSize, MAX_IN_CHUNKS),
      }),
      ownEnterpriseCheck: true,
    }),
    DELETE: action(deleteKv, { ownEnterpriseCheck: true }),
  }),
]

function readKv(req: Request, agent: Agent, { minIndex }: ReadOptions): ReturnType<Parameters<typeof query>[0]> {
  const key = req.paramBytes
  const notFound = (view: View): Reply => {
    if (minIndex === 0) return NOT_FOUND
    const watched = kv.watchAbsentKey(view, key)
    const since = agent.store.index
    const indexAtEnd = (): number => {
      const last = kv.lastWrite(agent.store.view, watched, since)
      return last > 0 ? Math.min(last, kv.getKey(agent.store.view, key).index) : 0
    }
    return { ...NOT_FOUND, nothing: true, indexAtEnd }
  }
  /** As in Consul, unlike one key, who waits for keys that are not there is woken by writes near them. */
  const noneBelow = (view: View): Reply => {
    if (minIndex === 0) return NOT_FOUND
    kv.watchAbsentKeys(view, key)
    return NOT_FOUND
  }
  if (req.query.has('keys')) {
    req.checkEnterprise()
    const separator = encodeText(req.query.get('separator') || req.query.get('seperator'))
    return view => {
      if (agent.settings.acl.enableKeyListPolicy) demand(req.authorizer, 'key', 'list', key)
      const { index, value } = kv.listKeyNames(view, key, separator)
      const { rows, filtered } = visible(req.authorizer, value, seesKey)
      const reply: Reply = rows.length === 0 && key !== '' ? noneBelow(view) : { json: rows.map(decodeBinary) }
      return { index, value: filtered ? { ...reply, filtered } : reply }
    }
  }
  if (req.query.has('recurse')) {
    req.checkEnterprise()
    return view => {
      if (agent.settings.acl.enableKeyListPolicy) demand(req.authorizer, 'key', 'list', key)
      const { index, value } = kv.listKeys(view, key)
      const { rows, filtered } = visible(req.authorizer, value, (authorizer, { Key }) => seesKey(authorizer, Key))
      const reply = rows.length === 0 ? noneBelow(view) : listOf(rows, renderEntry)
      return { index, value: filtered ? { ...reply, filtered } : reply }
    }
  }
  if (key === '') throw refusal.missing('key name')
  req.checkEnterprise()
  const raw = req.query.has('raw')
  return view => {
    demand(req.authorizer, 'key', 'read', key)
    const { index, value } = kv.getKey(view, key)
    if (!value) return { index, value: notFound(view) }
    if (!raw) return { index, value: { json: [renderKv(value)] } }
    const bytes = stringToBytes(value.Value)
    return { index, value: { bytes, contentType: 'text/plain', headers: RAW_HEADERS, framing: 'length' } }
  }
}

const renderEntry = (entry: KvEntry): object => renderKv(entry)

const SET = { kind: 'set' } as const

function putKv(req: Request, agent: Agent): Reply {
  readOptions(req)
  req.checkEnterprise()
  const key = req.paramBytes
  if (key === '') throw refusal.missing('key name')
  if (req.query.isEmpty) {
    req.checkDatacenter()
    demand(req.authorizer, 'key', 'write', key)
    return jsonBoolean(putKey(agent, { Key: key, Value: bytesToString(req.body), Flags: 0 }, SET))
  }
  const exclusive = (['cas', 'acquire', 'release'] as const).filter(name => req.query.has(name))
  if (exclusive.length > 1) throw refusal.conflictingFlags(req.query.encode())
  const flags = req.query.has('flags') ? uint64(req.query.get('flags')) : 0
  const [mode] = exclusive
  const cas = mode === 'cas' ? uint64(req.query.get('cas')) : 0
  const write = { Key: key, Value: bytesToString(req.body), Flags: flags }
  req.checkDatacenter()
  demand(req.authorizer, 'key', 'write', key)
  if (mode === undefined) return jsonBoolean(putKey(agent, write, SET))
  if (mode === 'cas') return jsonBoolean(putKey(agent, write, { kind: mode, index: cas }))
  return jsonBoolean(putKey(agent, write, { kind: mode, session: req.query.get(mode) }))
}

function deleteKv(req: Request, agent: Agent): Reply {
  readOptions(req)
  req.checkEnterprise()
  const key = req.paramBytes
  const recurse = req.query.has('recurse')
  if (key === '' && !recurse) throw refusal.missing('key name')
  if (recurse && req.query.has('cas')) throw refusal.conflictingFlags(req.query.encode())
  const cas = req.query.has('cas') ? uint64(req.query.get('cas')) : undefined
  req.checkDatacenter()
  if (!recurse) demand(req.authorizer, 'key', 'write', key)
  else if (!req.authorizer.allowsTree(key)) throw new Refusal(403, denial(req.authorizer, 'key', 'write', key))
  const done = agent.store.write(tx => {
    if (recurse) kv.deleteTree(tx, key)
    else if (cas === undefined) kv.deleteKey(tx, key)
    else return kv.deleteKeyCas(tx, key, cas)
    return true
  })
  return jsonBoolean(done)
}

/** An unsigned 64-bit number: as a bigint only where a double cannot hold it. */
function uint64(text: string): number | bigint {
  if (!/^[0-9]+$/.test(text)) throw refusal.notAnInteger(text)
  if (!isUint64(text)) throw refusal.notAnInteger(text, 'value out of range')
  return exactNumber(BigInt(text))
}
