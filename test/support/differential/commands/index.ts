import { aclEnforcementCommands } from './acl-enforcement/index.ts'
import { aclCommands, aclSetting } from './acl.ts'
import { setting as aclEnforcement } from './acl-enforcement/setting.ts'
import type { Setting } from './setting.ts'
import { agentCommands } from './agent.ts'
import { caCommands } from './ca.ts'
import { catalogCommands } from './catalog.ts'
import { blockingCommands } from './blocking.ts'
import { chainCommands } from './chain.ts'
import { coordinateCommands } from './coordinate.ts'
import { fieldCommands } from './field.ts'
import { nameCommands } from './name.ts'
import { parameterCommands } from './parameter.ts'
import { pathCommands } from './path.ts'
import type { Commands } from './command.ts'
import { configFieldCommands } from './config-field.ts'
import { configCommands } from './config-entry.ts'
import { dnsCommands } from './dns.ts'
import { eventCommands } from './event.ts'
import { filterCommands } from './filter.ts'
import { gatewayCommands } from './gateway.ts'
import { httpCommands } from './http.ts'
import { intentionCommands } from './intention.ts'
import { kvCommands } from './kv.ts'
import { mergedConfigCommands } from './merged-config.ts'
import { meshCommands } from './mesh.ts'
import { peeringCommands, peeringSetting } from './peering/index.ts'
import { queryCommands } from './query.ts'
import { sessionCommands } from './session.ts'
import { txnCommands } from './txn.ts'
import { waitingCommands } from './waiting.ts'

/** What can be generated, by area: an area is one file. */
export const areas: Readonly<Record<string, Commands>> = {
  kv: kvCommands,
  session: sessionCommands,
  catalog: catalogCommands,
  agent: agentCommands,
  txn: txnCommands,
  event: eventCommands,
  query: queryCommands,
  filter: filterCommands,
  dns: dnsCommands,
  config: configCommands,
  intention: intentionCommands,
  blocking: blockingCommands,
  waiting: waitingCommands,
  coordinate: coordinateCommands,
  field: fieldCommands,
  name: nameCommands,
  parameter: parameterCommands,
  path: pathCommands,
  http: httpCommands,
  'config-field': configFieldCommands,
  acl: aclCommands,
  'acl-enforcement': aclEnforcementCommands,
  merged: mergedConfigCommands,
  chain: chainCommands,
  gateway: gatewayCommands,
  mesh: meshCommands,
  ca: caCommands,
  peering: peeringCommands,
}

/** What agents of an area are configured with, and what every sequence begins with there; such an area is compared by itself. */
export const settings: Readonly<Record<string, Setting>> = {
  acl: aclSetting,
  'acl-enforcement': aclEnforcement,
  peering: peeringSetting,
}
