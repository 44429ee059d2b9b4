import type { Control } from '../control/control.ts'
import type { BlockedMatch, BlockedQuery } from '../control/blocked.ts'
import { show } from '../control/journal.ts'
import { checkMatch, type RequestMatch } from '../control/match.ts'
import type { RecordedRequest } from '../control/recorded.ts'
import { either, members, whole } from '../lib/kinds.ts'
import { wakefulClock } from '../lib/clock.ts'
import { ConsulError } from '../model/errors.ts'
import { check } from './check.ts'
import { type Duration, milliseconds } from './duration.ts'
import { duration } from './option-kinds.ts'

/** Options of a wait. */
export interface WaitOptions {
  /** When to give up, in real time: the emulator's clock may stand still. Default: never. */
  readonly timeout?: Duration
}

/** Options of a wait for several things. */
export interface CountedWaitOptions extends WaitOptions {
  /** How many to wait for. Default 1. */
  readonly count?: number
}

const count = whole('a number', -Number.MAX_SAFE_INTEGER)
const waitOptions = members('an object such as { timeout: 1000 }', { timeout: duration }, { noun: 'option' })
const countedOptions = members('an object such as { timeout: 1000 }', { timeout: duration, count }, { noun: 'option' })
const wanted = either(whole('a number', -Number.MAX_SAFE_INTEGER), countedOptions)

const timeoutOf = ({ timeout }: WaitOptions, what: string): number | undefined =>
  timeout === undefined ? undefined : milliseconds(timeout, what)

/** Until so many queries block. */
export async function untilBlocked(
  { blocked }: Control,
  match: BlockedMatch | undefined,
  given: number | CountedWaitOptions,
  more: WaitOptions,
): Promise<readonly BlockedQuery[]> {
  const what = 'wait until queries block'
  check(wanted, given, { what, code: 'MC_ERR_MATCH' })
  check(waitOptions, more, { what })
  const options: CountedWaitOptions = typeof given === 'number' ? { count: given, ...more } : { ...given, ...more }
  return blocked.until(match, options.count, timeoutOf(options, what))
}

const NOT_RECORDED = 'requests are not recorded, for journal.recording is false.'

/** Until such requests came, and were answered, wait for a change or met a fault. */
export async function untilRequested(
  { journal, waits }: Control,
  match: RequestMatch,
  options: CountedWaitOptions,
): Promise<readonly RecordedRequest[]> {
  const what = 'wait until a request comes'
  checkMatch(match, 'http')
  check(countedOptions, options, { what })
  const { count = 1 } = options
  const notRecorded = (): readonly string[] => (journal.recording ? [] : [NOT_RECORDED])
  if (!journal.recording && journal.settled(match).length < count) {
    throw new ConsulError('MC_ERR_OPTIONS', `Failed to ${what}: ${NOT_RECORDED}`)
  }
  return waits.until({
    what: `wait until ${count === 1 ? 'a request' : `${count} requests`} like ${show(match)} ${count === 1 ? 'comes' : 'come'}`,
    look: () => {
      const found = journal.settled(match)
      return found.length >= count ? found.map(({ row }) => row) : undefined
    },
    subscribe: wake => journal.onEntry(wake),
    timeout: timeoutOf(options, what),
    instead: () => {
      const near = journal.nearRequests(match)
      if (near.length === 0) return ['  No other request came.', ...notRecorded()]
      return ['  What came instead:', ...near.map(line => `    ${line}`), ...notRecorded()]
    },
  })
}

/** Between two looks at a condition when nothing happens in the emulator that could change it. */
const POLL_MS = 50

/** Until a condition holds: it is looked at after whatever happens in the emulator, and now and then besides. */
export async function until<T>(
  { agent, journal, blocked, waits }: Control,
  condition: () => T | Promise<T>,
  options: WaitOptions,
): Promise<T> {
  const what = 'wait until a condition holds'
  check(waitOptions, options, { what })
  let last: unknown
  const look = async (): Promise<{ value: T } | undefined> => {
    try {
      const value = await condition()
      last = value
      return value ? { value } : undefined
    } catch (err) {
      last = err
      return undefined
    }
  }
  const { value } = await waits.until({
    what: `${what}: ${sourceOf(condition)}`,
    look,
    subscribe(wake) {
      const later = (): void => queueMicrotask(wake)
      const ends = [agent.store.onCommit(later), journal.onEntry(later), blocked.onBlocked(later)]
      const poll = (): void => {
        timer = wakefulClock.setTimeout(poll, POLL_MS)
        wake()
      }
      let timer = wakefulClock.setTimeout(poll, POLL_MS)
      return () => {
        timer.clear()
        for (const end of ends) end()
      }
    },
    timeout: timeoutOf(options, what),
    instead: () => [
      last instanceof Error ? `  It threw at last: ${last.message}` : `  It was ${String(last)} at last.`,
    ],
  })
  return value
}

const MAX_SOURCE = 120

function sourceOf(condition: () => unknown): string {
  const source = String(condition).replaceAll(/\s+/g, ' ')
  return source.length > MAX_SOURCE ? `${source.slice(0, MAX_SOURCE)}…` : source
}
