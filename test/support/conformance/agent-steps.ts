import type { Call } from './http-client.ts'
import { replyTo, send } from './http-client.ts'
import type { Step } from './scenario.ts'
import type { AgentProcess, Target } from './target.ts'

/** How long an agent is given to act on a signal. */
const SETTLE_AFTER_SIGNAL = 300

function processOf({ process }: Target): AgentProcess {
  if (!process) throw new Error('This needs an agent in a process of its own.')
  return process
}

/** Ends, starts or signals an agent; undefined for a step that does nothing of this kind. */
export async function operateAgent(target: Target, step: Step): Promise<{ seen: unknown } | undefined> {
  if (step.configure) {
    target.configure?.(step.configure)
    return { seen: null }
  }
  if (step.restart) {
    await processOf(target).end(step.restart)
    await processOf(target).begin()
    return { seen: null }
  }
  if (step.kill) {
    const exit = await processOf(target).end(step.kill)
    return { seen: step.exit ? { exit } : null }
  }
  if (step.begin) {
    if (step.fails) return { seen: await processOf(target).beginFails() }
    await processOf(target).begin()
    return { seen: null }
  }
  if (step.signal) {
    processOf(target).signal(step.signal)
    await target.elapse(step.settle ?? SETTLE_AFTER_SIGNAL)
    return { seen: null }
  }
  return undefined
}

/** How a request failed; that it did not is a finding, too. */
export async function failureOf(call: Call, target: Target, step: Step): Promise<unknown> {
  try {
    const { status, body } = await replyTo(call, target)
    return { failed: false, status, text: body }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (step.await) return { failed: 'cut off' }
    if (code === 'ECONNREFUSED') return { failed: 'refused' }
    if (code === 'ENOENT') return { failed: 'no socket' }
    return { failed: step.https ? 'tls' : 'cut off' }
  }
}

/** Sends a request many times at once: how often it got which status. */
export async function statusesOf(target: Target, step: Step): Promise<unknown> {
  const statusOf = (): Promise<number | 'failed'> =>
    replyTo(send(target, step), target).then(
      reply => reply.status,
      () => 'failed',
    )
  const all = await Promise.all(Array.from({ length: step.many ?? 0 }, statusOf))
  const counts = [...new Set(all)].sort().map(status => [status, all.filter(other => other === status).length])
  return { statuses: Object.fromEntries(counts) as Record<string, number> }
}
