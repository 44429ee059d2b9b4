import { apiGateway } from './api-gateway.ts'
import { boundApiGateway } from './bound-api-gateway.ts'
import { fileSystemCertificate, inlineCertificate } from './certificates.ts'
import { exportedServices } from './exported-services.ts'
import { httpRoute } from './http-route.ts'
import { ingressGateway } from './ingress-gateway.ts'
import { jwtProvider } from './jwt-provider.ts'
import type { EntryFields, Kind } from './kind.ts'
import { mesh } from './mesh.ts'
import { proxyDefaults } from './proxy-defaults.ts'
import { samenessGroup } from './sameness-group.ts'
import { serviceDefaults } from './service-defaults.ts'
import { serviceIntentions } from './service-intentions.ts'
import { serviceResolver } from './service-resolver-kind.ts'
import { serviceRouter } from './service-router.ts'
import { serviceSplitter } from './service-splitter.ts'
import { tcpRoute } from './tcp-route.ts'
import { terminatingGateway } from './terminating-gateway.ts'

/** Every kind of config entry of the community edition. */
const kinds: ReadonlyMap<string, Kind> = new Map(
  [
    serviceDefaults,
    proxyDefaults,
    serviceRouter,
    serviceSplitter,
    serviceResolver,
    serviceIntentions,
    ingressGateway,
    terminatingGateway,
    mesh,
    exportedServices,
    samenessGroup,
    apiGateway,
    boundApiGateway,
    httpRoute,
    tcpRoute,
    inlineCertificate,
    fileSystemCertificate,
    jwtProvider,
  ].map(kind => [kind.kind, kind as unknown as Kind]),
)

export type { EntryFields, Kind }

export const kindNamed = (name: string): Kind | undefined => kinds.get(name)
