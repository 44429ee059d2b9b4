import type { Agent } from '../../agent/agent.ts'
import { foreignProblems } from '../../agent/acl/foreign-methods.ts'
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

/** A configuration that is wrong is refused in Consul's words; a right one because there is no service to ask here. */
function refuseOthers(type: string, config: NewAuthMethod['Config']): never {
  const problem = foreignProblems[type]?.(config)
  if (problem !== undefined) throw invalid(problem)
  throw notBuilt(type, `there is no ${type === 'aws-iam' ? 'AWS' : 'Kubernetes'} to ask.`)
}

const notBuilt = (type: string, why: string): Refusal =>
  new Refusal(501, `miniconsul does not implement auth methods of type ${type}: ${why}`)
