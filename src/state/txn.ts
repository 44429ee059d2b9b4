import { quoteGo } from '../go/quote.ts'
import { decodeText } from '../lib/bytes.ts'
import { malformedUuid } from '../go/uuid.ts'
import type { NewCheck } from './check.ts'
import { StateError } from './errors.ts'
import * as kv from './kv.ts'
import type { NewNode } from './node.ts'
import { keyOf } from './schema.ts'
import { deleteService, ensureService, type NewService } from './service.ts'
import type { Store, Tx } from './store.ts'
import type { Check, Indexed, KvEntry, Node, Service } from '../model/rows.ts'
import { findCheck, findNode, putCheck, putNode, removeCheck, removeNode } from './txn-rows.ts'
import { instanceProblem } from './validate-service.ts'

/** One operation of a transaction. */
export type TxnOp = KvOp | NodeOp | ServiceOp | CheckOp

export interface KvOp {
  readonly kind: 'kv'
  readonly verb: string
  readonly key: string
  readonly value: string
  readonly flags: number | bigint
  readonly index: number | bigint
  readonly session: string
}

interface NodeOp {
  readonly kind: 'node'
  readonly verb: string
  readonly node: NewNode
  /** The peer that the node is of; '' for this cluster. */
  readonly peer: string
  readonly index: number
}

interface ServiceOp {
  readonly kind: 'service'
  readonly verb: string
  readonly service: NewService
  /** The ID as it was given, before the name stood in for it. */
  readonly givenId: string
  readonly index: number
}

interface CheckOp {
  readonly kind: 'check'
  readonly verb: string
  readonly check: NewCheck
  /** The peer that the check is of; '' for this cluster. */
  readonly peer: string
  /** The ID as it was given, before the name stood in for it. */
  readonly givenId: string
  readonly index: number
}

export type TxnResult =
  | { readonly kind: 'kv'; readonly entry: KvEntry; readonly withValue: boolean }
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'check'; readonly check: Check }

export interface TxnError {
  readonly OpIndex: number
  readonly What: string
}

export interface TxnOutcome {
  readonly results: readonly TxnResult[]
  readonly errors: readonly TxnError[]
  /** Refused before it ran. */
  readonly refused: boolean
  /** Results were left out that the token may not see. */
  readonly filtered?: boolean
}

/**
 * Runs operations as one: all or, when one fails, none; every failure is told. Checks come first and hide the rest.
 * `denied`: why an operation is not permitted; undefined where all are.
 */
export function runTxn(
  store: Store,
  ops: readonly TxnOp[],
  isDelayed: (key: string) => boolean,
  denied?: (op: TxnOp) => string | undefined,
): TxnOutcome {
  const errors: TxnError[] = []
  let OpIndex = 0
  for (const op of ops) {
    const What = refusalOf(op, isDelayed) ?? denied?.(op)
    if (What !== undefined) errors.push({ OpIndex, What })
    OpIndex++
  }
  if (errors.length > 0) return { results: NONE, errors, refused: true }
  try {
    const results = store.write(tx => {
      const results = applyAll(tx, ops, errors)
      if (errors.length > 0) throw new Failed()
      return results
    })
    return { results, errors, refused: false }
  } catch (err) {
    if (err instanceof Failed) return { results: NONE, errors, refused: false }
    throw err
  }
}

const NONE: readonly TxnResult[] = []

/** Leaves the transaction, so that nothing of it stays. */
class Failed extends Error {}

/** Adds to `errors` what fails. */
function applyAll(tx: Tx, ops: readonly TxnOp[], errors: TxnError[]): readonly TxnResult[] {
  const results: TxnResult[] = []
  let OpIndex = 0
  for (const op of ops) {
    try {
      const made = apply(tx, op)
      if ('kind' in made) results.push(made)
      else for (const result of made) results.push(result)
    } catch (err) {
      if (!(err instanceof StateError)) throw err
      errors.push({ OpIndex, What: err.message })
    }
    OpIndex++
  }
  return results
}

/** What is refused without a look at the state. */
function refusalOf(op: TxnOp, isDelayed: (key: string) => boolean): string | undefined {
  if (op.kind === 'kv') {
    if (op.key === '' && op.verb !== 'delete-tree') return 'Must provide key'
    if (!Object.hasOwn(kvVerbs, op.verb)) return `unknown KV operation: ${op.verb}`
    if (op.verb === 'lock' && isDelayed(op.key)) return `failed to lock key ${name(op.key)} due to lock delay`
    return undefined
  }
  if (op.kind === 'node') {
    if (op.verb === 'get') return undefined
    if (!Object.hasOwn(nodeVerbs, op.verb)) return `unknown node operation: ${op.verb}`
    if (op.node.Node === '') return 'Must provide node'
    const problem = op.node.ID === '' ? undefined : malformedUuid(op.node.ID)
    return problem && `Bad node ID: ${problem}`
  }
  if (op.kind === 'service') {
    if (op.verb === 'get') return undefined
    if (!Object.hasOwn(serviceVerbs, op.verb)) return `unknown service operation: ${op.verb}`
    return instanceProblem(op.service, op.givenId)
  }
  return Object.hasOwn(checkVerbs, op.verb) ? undefined : `unknown check operation: ${op.verb}`
}

function apply(tx: Tx, op: TxnOp): TxnResult | readonly TxnResult[] {
  if (op.kind === 'kv') return kvVerbs[op.verb as keyof typeof kvVerbs](tx, op)
  if (op.kind === 'node') return nodeVerbs[op.verb as keyof typeof nodeVerbs](tx, op)
  if (op.kind === 'service') return serviceVerbs[op.verb as keyof typeof serviceVerbs](tx, op)
  return checkVerbs[op.verb as keyof typeof checkVerbs](tx, op)
}

const name = (key: string): string => quoteGo(decodeText(key))
const fail = (what: string): never => {
  throw new StateError(what)
}

const written = (entry: KvEntry): TxnResult => ({ kind: 'kv', entry, withValue: false })
const read = (entry: KvEntry): TxnResult => ({ kind: 'kv', entry, withValue: true })

const kvVerbs = {
  set: (tx: Tx, op: KvOp) => written(kv.setKey(tx, toWrite(op))),
  cas: (tx: Tx, op: KvOp) =>
    written(kv.casKey(tx, toWrite(op), op.index) || fail(`failed to set key ${name(op.key)}, index is stale`)),
  lock: (tx: Tx, op: KvOp) =>
    written(
      kv.acquireKey(tx, toWrite(op), op.session) || fail(`failed to lock key ${name(op.key)}, lock is already held`),
    ),
  unlock: (tx: Tx, op: KvOp) =>
    written(
      kv.releaseKey(tx, toWrite(op), op.session) ||
        fail(`failed to unlock key ${name(op.key)}, lock isn't held, or is held by another session`),
    ),
  delete: (tx: Tx, op: KvOp) => {
    kv.deleteKey(tx, op.key)
    return []
  },
  'delete-cas': (tx: Tx, op: KvOp) => {
    if (!kv.deleteKeyCas(tx, op.key, op.index)) fail(`failed to delete key ${name(op.key)}, index is stale`)
    return []
  },
  'delete-tree': (tx: Tx, op: KvOp) => {
    kv.deleteTree(tx, op.key)
    return []
  },
  get: (tx: Tx, op: KvOp) => read(existing(tx, op, key => `key ${key} doesn't exist`)),
  'get-or-empty': (tx: Tx, op: KvOp) => read(tx.get('kv', op.key) ?? emptyEntry(op)),
  'get-tree': (tx: Tx, op: KvOp) => Array.from(tx.scan('kv', op.key), read),
  'check-session': (tx: Tx, op: KvOp) => {
    const entry = existing(tx, op, key => `failed to check session, key ${key} doesn't exist`)
    if (entry.Session !== op.session) {
      fail(
        `failed session check for key ${name(op.key)}, current session ${quoteGo(entry.Session)} != ${quoteGo(op.session)}`,
      )
    }
    return written(entry)
  },
  'check-index': (tx: Tx, op: KvOp) => {
    const entry = existing(tx, op, key => `failed to check index, key ${key} doesn't exist`)
    if (BigInt(entry.ModifyIndex) !== BigInt(op.index)) {
      fail(`failed index check for key ${name(op.key)}, current modify index ${entry.ModifyIndex} != ${op.index}`)
    }
    return written(entry)
  },
  'check-not-exists': (tx: Tx, op: KvOp) => {
    if (tx.get('kv', op.key)) fail(`key ${name(op.key)} exists`)
    return []
  },
} as const

function toWrite({ key, value, flags }: KvOp): kv.KvWrite {
  return { Key: key, Value: value, Flags: flags }
}

function existing(tx: Tx, op: KvOp, missing: (name: string) => string): KvEntry {
  return tx.get('kv', op.key) ?? fail(missing(name(op.key)))
}

/** What `get-or-empty` gives for a key that is not there: flags, session and index are those that were sent. */
function emptyEntry({ key, flags, session, index }: KvOp): KvEntry {
  const ModifyIndex = Number(index)
  return { Key: key, Value: '', Flags: flags, LockIndex: 0, Session: session, CreateIndex: 0, ModifyIndex }
}

const current = (row: Indexed | undefined, index: number): boolean => (row?.ModifyIndex ?? 0) === index

const nodeVerbs = {
  get: (tx: Tx, { node, peer }: NodeOp) => [
    nodeResult(findNode(tx, node, peer) ?? fail(`node ${quoteGo(node.Node)} doesn't exist`)),
  ],
  set: (tx: Tx, { node, peer }: NodeOp) => [nodeResult(putNode(tx, node, peer))],
  cas: (tx: Tx, { node, peer, index }: NodeOp) => {
    if (!current(findNode(tx, node, peer), index)) fail(`failed to set node ${quoteGo(node.Node)}, index is stale`)
    return [nodeResult(putNode(tx, node, peer))]
  },
  delete: (tx: Tx, { node, peer }: NodeOp) => {
    removeNode(tx, node.Node, peer)
    return []
  },
  'delete-cas': (tx: Tx, { node, peer, index }: NodeOp) => {
    const row = findNode(tx, node, peer)
    if (!row || !current(row, index)) fail(`failed to delete node ${quoteGo(node.Node)}, index is stale`)
    removeNode(tx, node.Node, peer)
    return []
  },
} as const

const nodeResult = (node: Node): TxnResult => ({ kind: 'node', node })

const serviceVerbs = {
  // a name does not stand in for the ID here
  get(tx: Tx, { service: { Node }, givenId: ID }: ServiceOp) {
    return [serviceResult(tx.get('services', keyOf(Node, ID)) ?? fail(`service ${label({ ID, Node })} doesn't exist`))]
  },
  set: (tx: Tx, { service }: ServiceOp) => [serviceResult(ensureService(tx, service))],
  cas: (tx: Tx, op: ServiceOp) => {
    if (!current(findService(tx, op), op.index)) fail(`failed to set service ${label(op.service)}, index is stale`)
    return [serviceResult(ensureService(tx, op.service))]
  },
  delete: (tx: Tx, { service }: ServiceOp) => {
    deleteService(tx, service.Node, service.ID)
    return []
  },
  'delete-cas': (tx: Tx, op: ServiceOp) => {
    const row = findService(tx, op)
    if (!row || !current(row, op.index)) fail(`failed to delete service ${label(op.service)}, index is stale`)
    deleteService(tx, op.service.Node, op.service.ID)
    return []
  },
} as const

const serviceResult = (service: Service): TxnResult => ({ kind: 'service', service })
const findService = (tx: Tx, { service }: ServiceOp): Service | undefined =>
  tx.get('services', keyOf(service.Node, service.ID))
const label = ({ ID, Node }: Pick<NewService, 'ID' | 'Node'>): string => `${quoteGo(ID)} on node ${quoteGo(Node)}`

const checkVerbs = {
  // a name does not stand in for the ID here
  get(tx: Tx, { check, peer, givenId }: CheckOp) {
    const wanted = { Node: check.Node, CheckID: givenId }
    return [checkResult(findCheck(tx, wanted, peer, LOOKUP) ?? fail(`check ${labelCheck(wanted)} doesn't exist`))]
  },
  set: (tx: Tx, { check, peer }: CheckOp) => [checkResult(putCheck(tx, check, peer))],
  cas(tx: Tx, { check, peer, index }: CheckOp) {
    if (!current(findCheck(tx, check, peer, LOOKUP), index))
      fail(`failed to set check ${labelCheck(check)}, index is stale`)
    return ignoringRefusal(() => [checkResult(putCheck(tx, check, peer))])
  },
  delete(tx: Tx, { check, peer }: CheckOp) {
    if (findCheck(tx, check, peer, 'check lookup failed')) removeCheck(tx, check, peer)
    return []
  },
  'delete-cas'(tx: Tx, { check, peer, index }: CheckOp) {
    const row = findCheck(tx, check, peer, `check lookup failed: ${LOOKUP}`)
    if (!row || !current(row, index)) fail(`failed to delete check ${labelCheck(check)}, index is stale`)
    removeCheck(tx, check, peer)
    return []
  },
} as const

const LOOKUP = 'failed check lookup'

/** Consul ignores the error of this write: nothing is written, and the transaction continues. */
function ignoringRefusal(write: () => readonly TxnResult[]): readonly TxnResult[] {
  try {
    return write()
  } catch (err) {
    if (err instanceof StateError) return NONE
    throw err
  }
}

type CheckName = Pick<Check, 'Node' | 'CheckID'>

const checkResult = (check: Check): TxnResult => ({ kind: 'check', check })
const labelCheck = ({ CheckID, Node }: CheckName): string => `${quoteGo(CheckID)} on node ${quoteGo(Node)}`
