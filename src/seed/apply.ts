import type { Agent } from '../agent/agent.ts'
import { validateSession } from '../api/operations/create-session.ts'
import { partsOf } from '../lib/parts.ts'
import { runToEnd, type Sliceable } from '../lib/slices.ts'
import { type AgentSnapshot, StateSnapshots } from '../agent/state-snapshots.ts'
import { ConsulError } from '../model/errors.ts'
import { querySchema, toQuery } from '../api/schemas/query.ts'
import { toRegistration } from '../api/operations/register-entity.ts'
import { registrationSchema } from '../api/schemas/registration.ts'
import { bytesToString, encodeText } from '../lib/bytes.ts'
import { decode } from '../go/decode.ts'
import { ownCheckOf, serviceRegistrationOf } from '../library/definitions.ts'
import { translateRefusals } from '../library/refusal.ts'
import { sessionOf } from '../library/session.ts'
import { register } from '../state/catalog.ts'
import { decodeEntry } from '../state/config-entries/decode.ts'
import { validateEntry } from '../state/config-entries/validate.ts'
import { putEntry } from '../state/config-entry.ts'
import { acquireKey, setKey } from '../state/kv.ts'
import { putQuery } from '../state/query.ts'
import { createSession } from '../state/session.ts'
import { validateQuery } from '../state/validate-query.ts'
import { aclSteps } from './acl-steps.ts'
import { planSeed, type SeedPlan } from './plan.ts'
import type { Seed, SeedSession } from './seed.ts'
import { SeedProblem } from './shape.ts'
import { type Step, writeSteps } from './step.ts'
import { validateSeed } from './validate.ts'

/**
 * Adds what a seed describes to what an agent has: first policies, roles and tokens as one commit, because services are registered
 * with tokens, next its own services and checks, as it registers them itself, then all the rest as one commit. Throws `MC_ERR_SEED`
 * or `MC_ERR_REFUSED`, and leaves everything as it was then.
 */
export function applySeed(agent: Agent, seed: Seed): void {
  runToEnd(seeding(agent, seed))
}

/**
 * The same in slices. Where others write meanwhile, a seed that is refused in the end takes back its services and checks, and leaves the
 * others' writes as they are.
 */
export function* seeding(agent: Agent, seed: Seed): Sliceable<void> {
  const plan = planSeed(validated(seed))
  const whole = new StateSnapshots(agent)
  const before = whole.snapshot()
  let others = false
  try {
    const acl = aclSteps(agent, plan.acl)
    if (acl.length > 0) writeSteps(agent, acl)
    for (const _ of registerOwn(agent, plan)) {
      const { index } = agent.store
      yield
      others ||= agent.store.index !== index
    }
    writeSteps(agent, prepare(agent, plan))
  } catch (err) {
    if (others) takeBack(agent, plan, before)
    else whole.revert(before)
    throw err
  }
}

function takeBack({ local }: Agent, { services, checks }: SeedPlan, { agent: before }: AgentSnapshot): void {
  const ids = new Set(
    services.map(service => serviceRegistrationOf(service).row).map(({ ID, Service }) => ID || Service),
  )
  const checkIds = new Set(checks.map(ownCheckOf).map(({ checkId, name }) => checkId || name))
  local.batch(() => {
    for (const id of ids) if (local.state.service(id)) local.deregisterService(id)
    for (const id of checkIds) local.state.removeCheck(id)
    for (const service of before.services) if (ids.has(service.row.ID)) local.state.putService(service)
    for (const check of before.checks) {
      if (ids.has(check.row.ServiceID) || checkIds.has(check.row.CheckID)) local.state.putCheck(check)
    }
  })
}

/** The seed with its names spelled as ours; throws MC_ERR_SEED. */
export function validated(seed: unknown, name = ''): Seed {
  try {
    return validateSeed(seed)
  } catch (err) {
    if (!(err instanceof SeedProblem)) throw err
    const source = name === '' ? '' : `${name}: `
    throw new ConsulError('MC_ERR_SEED', `Failed to read the seed: ${source}${err.message}`, { cause: err })
  }
}

/** Services and checks that are registered at once, and told to the catalog together. */
const PART = 50

function* registerOwn({ local }: Agent, { services, checks }: SeedPlan): Iterable<void> {
  const todo = [
    ...services.map(service => () => {
      translateRefusals(`seed service ${service.name}`, () => local.registerService(serviceRegistrationOf(service)))
    }),
    ...checks.map(check => () => {
      translateRefusals(`seed check ${check.name}`, () => local.registerCheck(ownCheckOf(check)))
    }),
  ]
  for (const part of partsOf(todo, PART)) {
    local.batch(() => {
      for (const register of part) register()
    })
    yield
  }
}

/** What is left to do, found good as far as can be told without doing it. */
function prepare(agent: Agent, { registrations, kv, sessions, queries, config }: SeedPlan): readonly Step[] {
  const steps: Step[] = []
  for (const entry of registrations) {
    const what = `node ${entry.Node}`
    const row = translateRefusals(`seed ${what}`, () =>
      toRegistration(decode(registrationSchema, structuredClone(entry)), agent.settings.datacenter),
    )
    steps.push([what, tx => register(tx, row)])
  }
  for (const { key, value, flags } of kv) {
    if (key === '') throw new ConsulError('MC_ERR_SEED', 'Failed to read the seed: kv: a key must not be empty')
    const write = { Key: encodeText(key), Value: bytesToString(value), Flags: flags }
    steps.push([`key ${key}`, tx => void setKey(tx, write)])
  }
  for (const session of sessions) steps.push([`session ${session.name ?? ''}`, sessionStep(agent, session)])
  for (const query of queries) {
    const row = translateRefusals(`seed query ${query.Name ?? ''}`, () => {
      const written = toQuery(decode(querySchema, structuredClone(query)), agent.random.uuid())
      validateQuery(written)
      return written
    })
    steps.push([`query ${row.Name}`, tx => putQuery(tx, row)])
  }
  for (const entry of config) {
    const what = `config entry ${entry.Kind} ${entry.Name ?? ''}`.trimEnd()
    const { kind, fields } = translateRefusals(`seed ${what}`, () => {
      const given = decodeEntry(structuredClone(entry))
      validateEntry(given)
      return given
    })
    steps.push([what, tx => void putEntry(tx, kind, fields)])
  }
  return steps
}

function sessionStep(agent: Agent, { holds = [], ...options }: SeedSession): Step[1] {
  const session = sessionOf(options, agent)
  return tx => {
    validateSession(session, agent)
    createSession(tx, session)
    for (const key of holds) {
      const Key = encodeText(key)
      const { Value = '', Flags = 0 } = tx.get('kv', Key) ?? {}
      acquireKey(tx, { Key, Value, Flags }, session.ID)
    }
  }
}
