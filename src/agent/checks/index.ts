import { startAlias } from './alias.ts'
import type { CheckContext, RunningCheck } from './context.ts'
import type { CheckDefinition } from '../../model/registration.ts'
import { checkType, type CheckKind } from './definition.ts'
import { dockerProbe } from './docker.ts'
import { loadGrpcJs } from './grpc-js.ts'
import { grpcProbe } from './grpc.ts'
import { probeH2ping } from './h2ping.ts'
import { probeHttp } from './http.ts'
import { startPeriodic, type Probe } from './periodic.ts'
import { probeScript } from './script.ts'
import { probeTcp } from './tcp.ts'
import { startTtl } from './ttl.ts'
import { probeUdp } from './udp.ts'
import { notBuilt } from './unsupported.ts'

export type { AliasedCheck, AliasedHealth, AliasSource, CheckContext, RunningCheck } from './context.ts'
export { checkType, defineCheck } from './definition.ts'
export { refuseCheck, validateCheck } from './validate.ts'

type Start = (definition: CheckDefinition, context: CheckContext) => RunningCheck

const periodic =
  (probe: Probe, timeout = 10_000): Start =>
  (definition, context) =>
    startPeriodic(definition, context, probe, timeout)

const STARTS: Readonly<Record<CheckKind, Start>> = {
  ttl: startTtl,
  alias: startAlias,
  http: periodic(probeHttp),
  tcp: periodic(probeTcp),
  udp: periodic(probeUdp, Infinity),
  grpc: periodic(grpcProbe(loadGrpcJs)),
  script: periodic(probeScript, 30_000),
  docker: periodic(dockerProbe()),
  h2ping: periodic(probeH2ping),
  os_service: periodic(notBuilt('OSService')),
}

/** Starts a check that `validateCheck` has nothing against. What has no kind does nothing. */
export function startCheck(definition: CheckDefinition, context: CheckContext): RunningCheck {
  const kind = checkType(definition)
  return kind === '' ? { stop: () => undefined } : STARTS[kind](definition, context)
}
