import { writeFileSync } from 'node:fs'
import { resolve as resolvePath } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { resolve } from './dns-client.ts'
import { replyTo, request, send, type Call, type Reply } from './http-client.ts'
import { jsonOf, pick } from './json.ts'
import { normalise } from './normalise.ts'
import { observe, observeDns } from './observe.ts'
import type { Scenario, Step } from './scenario.ts'
import type { StartTarget, Target } from './target.ts'
import { fill, save, type Variables } from './variables.ts'

/** A request that was sent and not yet looked at. */
interface Pending {
  step: Step
  call: Call
  began: number
  ended: Promise<number>
}

/** What one run of a scenario remembers from step to step. */
interface Run {
  readonly target: Target
  readonly vars: Variables
  readonly pending: Map<string, Pending>
  readonly kept: Map<string, Buffer>
}

type Perform = (run: Run, step: Step, original: Step) => Promise<unknown>

/** Long enough for a request to arrive and block before the next step. */
const SETTLE = 150
const POLL_EVERY = 50
const POLL_FOR = 10_000

async function startRequest(run: Run, step: Step, began: number): Promise<null> {
  const { target } = run
  const call = send(target.httpPort, { ...step, bytes: run.kept.get(step.send ?? '') })
  const now = () => target.now()
  run.pending.set(step.start ?? '', { step, call, began, ended: call.answer.then(now, now) })
  await target.elapse(step.settle ?? SETTLE)
  return null
}

const awaitRequest: Perform = async (run, step, original) => {
  const pending = run.pending.get(step.await ?? '')
  if (!pending) throw new Error(`nothing was started as ${step.await}`)
  const reply = await replyTo(pending.call, run.target)
  save(original.save, reply, run.vars)
  return observe(reply, (await pending.ended) - pending.began, { ...pending.step, ...step })
}

const holds = (reply: Reply, until: NonNullable<Step['until']>): boolean =>
  isDeepStrictEqual(pick(jsonOf(reply), until.path) ?? null, until.is)

async function exchange(run: Run, step: Step, original: Step, began: number): Promise<unknown> {
  const { target } = run
  const ask = () => request(target, { ...step, bytes: run.kept.get(step.send ?? '') })
  let reply = await ask()
  const deadline = target.now() + POLL_FOR
  while (step.until && !holds(reply, step.until) && target.now() < deadline) {
    await target.elapse(POLL_EVERY)
    reply = await ask()
  }
  if (step.keep) run.kept.set(step.keep, reply.bytes)
  save(original.save, reply, run.vars)
  return observe(reply, target.now() - began, step)
}

function writeFiles({ target }: Run, files: Record<string, string>): null {
  for (const [file, text] of Object.entries(files)) writeFileSync(resolvePath(target.dir, file), text)
  return null
}

async function perform(run: Run, original: Step): Promise<unknown> {
  const step = fill(original, run.vars)
  const began = run.target.now()
  if (step.sleep) return run.target.elapse(step.sleep).then(() => null)
  if (step.dns) return observeDns(await resolve(run.target, step.dns), step.dns)
  if (step.write) return writeFiles(run, step.write)
  if (step.await) return awaitRequest(run, step, original)
  if (step.start) return startRequest(run, step, began)
  return exchange(run, step, original, began)
}

/** Runs a scenario on a fresh agent: what was seen at each step, normalised (null where there is nothing to see). */
export async function runScenario(scenario: Scenario, start: StartTarget): Promise<unknown[]> {
  const target = await start(scenario.agent)
  const run: Run = { target, vars: { ...target.ports, dir: target.dir }, pending: new Map(), kept: new Map() }
  try {
    const results: unknown[] = []
    for (const step of scenario.steps) results.push(await perform(run, step))
    return normalise(results, scenario, target)
  } finally {
    for (const { call } of run.pending.values()) call.hangUp()
    await target.close()
  }
}
