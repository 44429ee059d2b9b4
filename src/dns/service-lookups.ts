import { isAnnounced } from './instance-health.ts'
import { answerInstances } from './instances.ts'
import { isLocal, type NameQualifier, peerOf } from './name-qualifier.ts'
import { inDatacenter, type Outcome, type Question } from './question.ts'
import type { DnsInstance } from './source.ts'
import { serviceTtl } from './ttl.ts'

/** A name of RFC 2782: `_service._protocol`. */
const isRfc2782 = (names: readonly string[]): names is readonly [string, string] =>
  names.length === 2 && names.every(name => name.startsWith('_'))

/** `[TAG.]NAME.service[.DC]` and `….service.PEER.peer`, or `_NAME._TAG.service[.DC]` where the tag `tcp` means any. */
export function lookUpService(
  question: Question,
  names: readonly string[],
  qualifier: NameQualifier | undefined,
): Outcome {
  const peer = qualifier && peerOf(qualifier)
  const isKnown = qualifier && (peer !== undefined || isLocal(qualifier, question.context.settings.datacenter))
  if (!isKnown) return 'noName'
  let service = names.at(-1)
  let tag: string | undefined = names.slice(0, -1).join('.')
  if (isRfc2782(names)) {
    service = names[0].slice(1)
    tag = names[1].slice(1)
    if (tag === 'tcp') tag = ''
  }
  if (!service) return 'noName'
  return announce(question, service, question.context.source.service(service, tag === '' ? undefined : tag, peer))
}

/** `NAME.connect[.DC]`: whatever serves the service in the mesh. */
export function lookUpConnect(
  question: Question,
  names: readonly string[],
  qualifier: NameQualifier | undefined,
): Outcome {
  return inMesh(question, names, qualifier, name => question.context.source.connect(name))
}

/** `NAME.ingress[.DC]`: the gateways of a service. */
export function lookUpIngress(
  question: Question,
  names: readonly string[],
  qualifier: NameQualifier | undefined,
): Outcome {
  return inMesh(question, names, qualifier, name => question.context.source.ingress(name))
}

function inMesh(
  question: Question,
  names: readonly string[],
  qualifier: NameQualifier | undefined,
  find: (name: string) => readonly DnsInstance[],
): Outcome {
  const name = names.at(-1)
  // peers mean nothing here and are passed over
  const here = qualifier && (qualifier.form === 'peer' || isLocal(qualifier, question.context.settings.datacenter))
  return name === undefined || !here ? 'noName' : announce(question, name, find(name))
}

function announce(question: Question, service: string, all: readonly DnsInstance[]): Outcome {
  const { settings, random } = question.context
  const { onlyPassing, serviceTtl: ttls } = settings.dns
  const announced = all.filter(instance => isAnnounced(instance, onlyPassing))
  if (announced.length === 0) return 'noName'
  question.message.shuffled ||= announced.length > 1
  return answerInstances(question, random.shuffle(announced), serviceTtl(ttls, service))
}

/** `NAME.query[.DC]`: a prepared query, also as `_NAME._tcp.query`. */
export function lookUpQuery(
  question: Question,
  names: readonly string[],
  qualifier: NameQualifier | undefined,
): Outcome {
  const { source, settings } = question.context
  const local =
    qualifier && (qualifier.form === 'none' || qualifier.form === 'label') && isLocal(qualifier, settings.datacenter)
  const name = isRfc2782(names) ? names[0].slice(1) : names.join('.')
  if (!local || name === '') return 'noName'
  const found = source.query(name, question.subnet)
  if (!found || found.instances.length === 0) return 'noName'
  question.message.perSubnet = true
  const where = found.datacenter === undefined ? question : inDatacenter(question, found.datacenter, source)
  return answerInstances(where, found.instances, found.ttl ?? serviceTtl(settings.dns.serviceTtl, found.service))
}
