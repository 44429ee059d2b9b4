import { METHODS } from 'node:http'
import {
  anything,
  bytes,
  either,
  flag,
  func,
  type Kind,
  kind,
  listOf,
  members,
  object,
  oneOf,
  text,
  whole,
} from '../lib/kinds.ts'
import { clusterNodeOptions, objectLike, ownCheck, recordOptions, service, sessionOptions } from './option-kinds.ts'

/** An argument of a method; `optional` ones may be left out. */
export interface Argument {
  readonly name: string
  readonly kind: Kind
  readonly optional?: boolean
}

export type Arguments = readonly Argument[]
/** The arguments of methods by their names. */
export type Signatures = Readonly<Record<string, Arguments>>

const needs = (name: string, kind: Kind): Argument => ({ name, kind })
const may = (name: string, kind: Kind): Argument => ({ name, kind, optional: true })
const options = (known: Readonly<Record<string, Kind>>): Argument =>
  may('options', members('an object of options', known, { noun: 'option' }))

const value = either(text, bytes)
const index = whole('an index')
/** What is out of range, Consul refuses in its own words. */
const flags = kind('a whole number', given => typeof given === 'bigint' || typeof given === 'number')
const key = needs('key', text)
const id = needs('id', text)
const name = needs('name', text)

export const kvArguments: Signatures = {
  get: [key],
  getText: [key],
  list: [may('prefix', text)],
  keys: [may('prefix', text), may('separator', text)],
  put: [key, needs('value', value), options({ flags, cas: index })],
  acquire: [key, needs('session', text), may('value', value)],
  release: [key, needs('session', text), may('value', value)],
  delete: [key, options({ recurse: flag, cas: index })],
}

const checkId = needs('checkId', text)
const report = [checkId, may('note', text)]

export const agentArguments: Signatures = {
  register: [needs('service', service)],
  deregister: [needs('serviceId', text)],
  registerCheck: [needs('check', ownCheck)],
  deregisterCheck: [checkId],
  pass: report,
  warn: report,
  fail: report,
  maintenance: [needs('enable', flag), options({ service: text, reason: text })],
}

const entry = needs('entry', objectLike('an object such as { Node, Address }'))

export const catalogArguments: Signatures = {
  register: [entry],
  deregister: [needs('entry', members('an object such as { Node }', { Node: text, ServiceID: text, CheckID: text }))],
  node: [needs('nameOrId', text)],
  service: [name, options({ tag: text })],
}

export const healthArguments: Signatures = {
  service: [name, options({ passing: flag, tag: text, connect: flag })],
  checks: [needs('service', text)],
  node: [name],
  state: [needs('status', oneOf('passing', 'warning', 'critical', 'any'))],
}

export const sessionArguments: Signatures = {
  create: [may('options', sessionOptions)],
  renew: [id],
  destroy: [id],
  info: [id],
  list: [options({ node: text })],
}

export const eventArguments: Signatures = {
  fire: [
    name,
    may('payload', value),
    may('filters', members('an object of filters', { node: text, service: text, tag: text })),
  ],
  list: [may('name', text)],
}

export const queryArguments: Signatures = {
  create: [needs('query', objectLike('an object such as { Name, Service }'))],
  delete: [id],
  execute: [needs('nameOrId', text), options({ limit: whole('a number of instances'), near: text, connect: flag })],
}

const configKind = needs('kind', text)

export const configArguments: Signatures = {
  set: [needs('entry', objectLike('a config entry such as { Kind, Name }'))],
  get: [configKind, name],
  list: [configKind],
  delete: [configKind, name],
}

const source = needs('source', text)
const destination = needs('destination', text)

export const intentionArguments: Signatures = {
  set: [source, destination, needs('intention', objectLike('an object such as { Action }'))],
  delete: [source, destination],
  allows: [source, destination],
}

const peeringOptions = may('options', objectLike('an object such as { meta }'))

export const peeringArguments: Signatures = {
  generateToken: [name, peeringOptions],
  establish: [name, needs('token', text), peeringOptions],
  read: [name],
  delete: [name],
}

export const clusterArguments: Signatures = {
  join: [needs('node', clusterNodeOptions)],
  fail: [name],
  recover: [name],
  leave: [name],
  elect: [may('name', text)],
  joinWan: [
    needs(
      'other',
      kind('an emulator', given => object.problem(given, '') === undefined),
    ),
    options({ roundTrip: kind('a number of milliseconds', given => Number.isFinite(given)) }),
  ],
}

const method = kind('a method such as GET', given => typeof given === 'string' && METHODS.includes(given.toUpperCase()))

export const consulArguments = {
  inject: [
    needs('method', method),
    needs(
      'url',
      kind('a path such as /v1/kv/a', given => typeof given === 'string' && given.startsWith('/')),
    ),
    may('body', anything),
    may('headers', objectLike('an object of texts')),
  ],
  recordFrom: [needs('from', text), may('options', recordOptions)],
  until: [needs('condition', func)],
  txn: [needs('operations', listOf(anything, 'a list of operations'))],
} satisfies Signatures

export const aclAreaArguments: Signatures = {
  create: [needs('definition', objectLike('an object such as { Name }'))],
  get: [needs('key', text)],
  list: [],
  delete: [needs('key', text)],
}

/** What changes the state, and means nothing after `close()`. */
export const WRITES = {
  acl: ['create', 'delete'],
  kv: ['put', 'acquire', 'release', 'delete'],
  catalog: ['register', 'deregister'],
  agent: ['register', 'deregister', 'registerCheck', 'deregisterCheck', 'pass', 'warn', 'fail', 'maintenance'],
  session: ['create', 'renew', 'destroy'],
  event: ['fire'],
  query: ['create', 'delete'],
  config: ['set', 'delete'],
  intentions: ['set', 'delete'],
  peerings: ['generateToken', 'establish', 'delete'],
  cluster: ['join', 'fail', 'recover', 'leave', 'loseLeader', 'elect', 'joinWan'],
} as const
