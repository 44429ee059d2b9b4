import type { Agent } from '../agent/agent.ts'
import { policySchema, roleSchema, tokenSchema } from '../api/schemas/acl.ts'
import { decode, type Schema } from '../go/decode.ts'
import { translateRefusals } from '../library/refusal.ts'
import { ConsulError } from '../model/errors.ts'
import { createPolicy } from '../state/acl/policies.ts'
import { createRole } from '../state/acl/roles.ts'
import { createToken } from '../state/acl/tokens.ts'
import type { Tx } from '../state/store.ts'
import { nameOfToken } from './plan.ts'
import type { SeedAcl } from './seed.ts'
import type { Step } from './step.ts'

/** The objects of the ACL system, in an order in which each can link to those before it by name. */
export function aclSteps({ acl, random, clock }: Agent, { policies = [], roles = [], tokens = [] }: SeedAcl): Step[] {
  const uuid = (): string => random.uuid()
  const steps = [
    ...policies.map(given =>
      step(`policy ${given.Name}`, policySchema, given, (tx, row) => createPolicy(tx, uuid(), row)),
    ),
    ...roles.map(given => step(`role ${given.Name}`, roleSchema, given, (tx, row) => createRole(tx, uuid(), row))),
    ...tokens.map(given =>
      step(`token ${nameOfToken(given)}`, tokenSchema, given, (tx, row) =>
        createToken(tx, row, { uuid, now: clock.now() }),
      ),
    ),
  ]
  if (steps.length > 0 && !acl.enabled) {
    throw new ConsulError(
      'MC_ERR_SEED',
      'Failed to read the seed: acl: ACLs are disabled: enable them with startConsul({ acl: { … } }), or acl { enabled = true } in the configuration',
    )
  }
  return steps
}

function step<T>(name: string, schema: Schema<T, unknown>, given: object, run: (tx: Tx, row: T) => unknown): Step {
  const what = `ACL ${name}`.trimEnd()
  const row = translateRefusals(`seed ${what}`, () => decode(schema, structuredClone(given)))
  return [what, tx => void run(tx, row)]
}
