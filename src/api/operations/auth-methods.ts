import type { Agent } from '../../agent/agent.ts'
import type { Clock } from '../../lib/clock.ts'
import { JwtError } from '../../agent/acl/jwt/errors.ts'
import { prepareJwt } from '../../agent/acl/jwt/validator.ts'
import type { AclAuthMethod } from '../../model/acl-rows.ts'
import {
  type AuthMethodRequest,
  type NewAuthMethod,
  newAuthMethod,
  putAuthMethod,
} from '../../state/acl/auth-methods.ts'
import { StateError } from '../../state/errors.ts'
import { Refusal } from '../refusals.ts'

/** Writes an auth method, whose configuration is tried out: keys that are elsewhere must be there. */
export async function writeAuthMethod({ store, clock }: Agent, given: AuthMethodRequest): Promise<AclAuthMethod> {
  const method = newAuthMethod(store.view, given)
  await checkConfig(method, clock)
  return store.write(tx => putAuthMethod(tx, method))
}

const invalid = (why: string): StateError => new StateError(`Invalid Auth Method: ${why}`)

async function checkConfig({ Type, Config }: NewAuthMethod, clock: Clock): Promise<void> {
  if (Type !== 'jwt') return refuseOthers(Type, Config)
  try {
    await prepareJwt(Config, clock)
  } catch (err) {
    if (err instanceof JwtError) throw invalid(err.message)
    throw err
  }
}

/** What Consul misses first in a configuration; a complete one is refused because there is no service to ask here. */
function refuseOthers(type: string, config: NewAuthMethod['Config']): never {
  if (type === 'aws-iam') {
    const arns = config['BoundIAMPrincipalARNs']
    if (!Array.isArray(arns) || arns.length === 0) {
      throw invalid('BoundIAMPrincipalARNs is required and must have at least 1 entry')
    }
    throw notBuilt(type, 'there is no AWS to ask.')
  }
  for (const key of ['Host', 'CACert', 'ServiceAccountJWT']) {
    if (!config[key]) throw invalid(`Config.${key} is required`)
  }
  throw notBuilt(type, 'there is no Kubernetes to ask.')
}

const notBuilt = (type: string, why: string): Refusal =>
  new Refusal(501, `miniconsul does not implement auth methods of type ${type}: ${why}`)
