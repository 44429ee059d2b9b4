import type { ConsulClient } from '../client/client.ts'
import type { Clock } from '../lib/clock.ts'
import { toJson } from '../go/json.ts'
import { pause } from '../lib/pause.ts'
import type { WatchPlan } from './plan.ts'

/** What a watch reports. */
export interface WatchEvents {
  /** The first answer, and each that differs from the one before. The next is asked for when this has resolved. */
  readonly onChange: (value: unknown, index: bigint) => void | Promise<void>
  /** It was not answered; asked again after `retry` milliseconds. */
  readonly onError: (error: Error, retry: number) => void
}

/** What a watch works with. */
export interface WatchParts {
  readonly client: ConsulClient
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Where a watch has got to: an index, or the hash of a content. */
type Version = bigint | string

interface Answer {
  readonly version: Version
  readonly value: unknown
}

const RETRY = 5_000
const LONGEST_RETRY = 180_000

/** Asks again and again until `signal` aborts, waiting for changes. */
export async function runWatch(
  plan: WatchPlan,
  { client, clock, signal }: WatchParts,
  { onChange, onError }: WatchEvents,
): Promise<void> {
  let seen: Version | undefined
  let shown: string | undefined
  let failures = 0
  while (!signal.aborted) {
    let answer: Answer
    try {
      answer = await ask(plan, client, seen, signal)
    } catch (error) {
      if (signal.aborted) return
      failures++
      seen = undefined
      const retry = Math.min(RETRY * failures * failures, LONGEST_RETRY)
      onError(error instanceof Error ? error : new Error(String(error)), retry)
      await pause(clock, retry, signal)
      continue
    }
    if (signal.aborted) return
    failures = 0
    if (answer.version === seen) {
      // An agent that answers without an index answers at once, which would become a busy loop.
      if (seen === 0n) await pause(clock, RETRY, signal)
      continue
    }
    const before = seen
    seen = answer.version
    const text = toJson(answer.value)
    if (before !== undefined && text === shown) continue
    shown = text
    await onChange(answer.value, typeof answer.version === 'bigint' ? answer.version : 0n)
  }
}

async function ask(
  { kind, parameters }: WatchPlan,
  client: ConsulClient,
  seen: Version | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  const { path, query } = kind.request(parameters)
  const since =
    seen === undefined || seen === 0n ? {} : kind.by === 'hash' ? { hash: String(seen) } : { index: String(seen) }
  const response = await client.request('GET', path, { query: { ...query, ...since }, signal })
  const missing = response.status === 404 && kind.mayBeMissing
  const value = kind.read(missing ? null : response.expectOk().json())
  if (kind.by === 'hash') return { version: (value as { ContentHash?: string }).ContentHash ?? '', value }
  return { version: response.index ?? 0n, value: kind.newOnly ? newerThan(value, seen) : value }
}

/** Of a list of events those that came after the one an index stands for. */
function newerThan(value: unknown, seen: Version | undefined): unknown {
  if (!Array.isArray(value)) return value
  const at = value.findIndex(event => indexOfEvent((event as { ID: string }).ID) === seen)
  return value.slice(at + 1)
}

/** The index that stands for an event: the two halves of its ID, XORed. */
function indexOfEvent(id: string): bigint | undefined {
  const hex = id.replaceAll('-', '')
  if (!/^[0-9a-fA-F]{32}$/.test(hex)) return undefined
  return BigInt(`0x${hex.slice(0, 16)}`) ^ BigInt(`0x${hex.slice(16)}`)
}
