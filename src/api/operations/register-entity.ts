import type { Agent } from '../../agent/agent.ts'
import * as catalog from '../../state/catalog.ts'
import { allowAll, type Authorizer } from '../../state/acl/authorizer.ts'
import { vetDeregistration, vetRegistration } from '../acl/vet-registration.ts'
import type { NewService } from '../../state/service.ts'
import { instanceProblem } from '../../state/validate-service.ts'
import { malformedUuid } from '../../go/uuid.ts'
import { Refusal } from '../refusals.ts'
import { toCheck, toNode, toService, withType } from '../schemas/catalog.ts'
import type { DeregistrationBody, RegistrationBody } from '../schemas/registration.ts'

/** Registers a node, a service and checks in the catalog as one commit. */
export function registerEntity(agent: Agent, body: RegistrationBody, authorizer: Authorizer = allowAll): void {
  const registration = toRegistration(body, agent.settings.datacenter)
  vetRegistration(authorizer, agent.store.view, registration)
  agent.store.write(tx => catalog.register(tx, registration))
}

/** Removes a service, a check, or a node with all that is on it. */
export function deregisterEntity(
  agent: Agent,
  { Node, ServiceID = '', CheckID = '', PeerName = '' }: DeregistrationBody,
  authorizer: () => Authorizer = () => allowAll,
): void {
  if (!Node) throw new Refusal(500, 'Must provide node')
  const wanted = { node: Node, serviceId: ServiceID, checkId: CheckID, peer: PeerName }
  vetDeregistration(authorizer(), agent.store.view, wanted)
  agent.store.write(tx => catalog.deregister(tx, wanted))
}

/** The rows of a registration; throws what Consul refuses it for. */
export function toRegistration(body: RegistrationBody, datacenter: string): catalog.Registration {
  refusePeerNames(body)
  const node = body.Node ?? ''
  const service = body.Service ? toService(body.Service, node) : undefined
  validateRegistration(body, service)
  const checks = [...(body.Checks ?? []), ...(body.Check ? [body.Check] : [])].map(check =>
    withType(toCheck(check, node)),
  )
  return {
    node: toNode(body, datacenter),
    skipNodeUpdate: body.SkipNodeUpdate ?? false,
    service,
    checks,
  }
}

/** What a registration is refused for, in Consul's order. */
function validateRegistration(body: RegistrationBody, service: NewService | undefined): void {
  const refuse = (text: string): Refusal => new Refusal(500, text)
  if ((body.Node ?? '') === '') throw refuse('Must provide node')
  const problem = (body.ID ?? '') === '' ? undefined : malformedUuid(body.ID ?? '')
  if (problem !== undefined) throw refuse(`Bad node ID: ${problem}`)
  if ((body.Address ?? '') === '' && body.SkipNodeUpdate !== true) {
    throw refuse('Must provide address if SkipNodeUpdate is not set')
  }
  const wrong = service && instanceProblem(service, body.Service?.ID)
  if (wrong !== undefined) throw refuse(wrong)
}

/** Only peers register under their names. Consul says so before it looks whom the rest is for. */
export function refusePeerNames(body: RegistrationBody): void {
  const parts = [body, body.Service, body.Check, ...(body.Checks ?? [])]
  if (parts.some(part => (part?.PeerName ?? '') !== '')) {
    throw new Refusal(500, 'cannot register requests with PeerName in them')
  }
}
