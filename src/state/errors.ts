import { quoteGo } from '../go/quote.ts'

/** What the state refuses to do, in Consul's own words. Adapters render it; some put a prefix in front. */
export class StateError extends Error {
  override readonly name = 'StateError'
}

/** Refuses in Consul's words. */
export const fail = (text: string): never => {
  throw new StateError(text)
}

/** The texts, exact, typos included. Each makes the error to throw. */
export const refuse = {
  missingNode: () => new StateError('Missing node registration'),
  missingService: () => new StateError('Missing service registration'),
  missingSession: () => new StateError('missing session'),
  invalidSession: (id: string) => new StateError(`invalid session ${quoteGo(id)}`),
  missingSessionNode: () => new StateError('Must provide Node'),
  badBehavior: (behavior: string) => new StateError(`Invalid Behavior setting '${behavior}'`),
  badSessionTtl: (ttl: string, reason: string) => new StateError(`Session TTL '${ttl}' invalid: ${reason}`),
  sessionTtlRange: (ns: number, range: string) =>
    new StateError(`Invalid Session TTL '${ns}', must be between [${range}]`),
  missingCheck: (id: string) => new StateError(`Missing check '${id}' registration`),
  criticalCheck: (id: string) => new StateError(`Check '${id}' is in critical state`),
  checkOfOtherNode: (given: string, check: string, node: string) =>
    new StateError(`Node '${given}' for check '${check}' doesn't match register request node '${node}'`),
  unknownServiceOfCheck: (service: string, check: string) =>
    new StateError(`Unknown service ID '${service}' for check ID '${check}'`),
  /** `shown`: the ID that is to have the name. */
  nodeNameReserved: (shown: string, name: string, { ID, Node, Address }: Record<'ID' | 'Node' | 'Address', string>) =>
    new StateError(
      `failed inserting node: Error while renaming Node ID: ${shown}: Node name ${name} is reserved by node ${ID} with name ${Node} (${Address})`,
    ),
  /** A check without a name, or without a node, is in no index. `what` failed. */
  checkLookup: (what: string) => new StateError(`${what}: index error: object is missing a value for this index`),
  dialledPeering: (name: string) =>
    new StateError(`cannot create peering with name: ${quoteGo(name)}; there is already an established peering`),
  awaitedPeering: (name: string) =>
    new StateError(
      `cannot create peering with name: ${quoteGo(name)}; there is an existing peering expecting to be dialed`,
    ),
  checkWithoutId: (node: string) =>
    new StateError(
      `failed inserting check on node "${node}": failed health check lookup: index error: object is missing a value for this index`,
    ),
} as const
