import fc from 'fast-check'
import { put, some, type Commands } from './command.ts'
import { checkId, key, mostlyRight, node, service, session, status } from './words.ts'

const kvVerb = fc.constantFrom(
  'set',
  'cas',
  'lock',
  'unlock',
  'get',
  'get-or-empty',
  'get-tree',
  'check-index',
  'check-session',
  'check-not-exists',
  'delete',
  'delete-tree',
  'delete-cas',
  'x',
  '',
)
const verb = fc.constantFrom('set', 'cas', 'get', 'delete', 'delete-cas', 'x')
/** One that is surely none of a row: the first ones are those of the start-up, which differ from agent to agent. */
const index = fc.constantFrom(0, 9_000_001, 9_000_007)

const kv = some({
  Verb: kvVerb,
  Key: key,
  Value: fc.constantFrom('', 'MQ==', 'bad', null),
  Flags: fc.constantFrom(0, 42),
  Index: index,
  Session: session,
}).map(body => ({ Verb: 'set', Key: 'a', ...body }))
const nodeOp = fc.tuple(verb, node, index).map(([Verb, Node, ModifyIndex]) => ({
  Verb,
  Node: { Node, Address: '10.0.0.1', ModifyIndex },
}))
const serviceOp = fc.tuple(verb, node, service, index).map(([Verb, Node, Service, ModifyIndex]) => ({
  Verb,
  Node,
  Service: { ID: Service, Service, Port: 80, ModifyIndex },
}))
const checkOp = fc.tuple(verb, node, checkId, status, index).map(([Verb, Node, CheckID, Status, ModifyIndex]) => ({
  Verb,
  Check: { Node, CheckID, Name: 'check', Status, ModifyIndex },
}))

const operation = fc.oneof(
  { weight: 4, arbitrary: mostlyRight(kv).map(KV => ({ KV })) },
  mostlyRight(nodeOp).map(Node => ({ Node })),
  mostlyRight(serviceOp).map(Service => ({ Service })),
  mostlyRight(checkOp).map(Check => ({ Check })),
)

/** Transactions. */
export const txnCommands: Commands = fc
  .array(operation, { minLength: 0, maxLength: 4 })
  .map(operations => put('/v1/txn', operations))
