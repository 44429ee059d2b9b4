import type { Answer } from './answer.ts'

/** What is known of a path that is followed. */
export interface Known {
  readonly phase: 'loading' | 'live' | 'lost' | 'absent' | 'denied'
  /** The last answer's body; undefined before the first, and where there is nothing. */
  readonly text: string | undefined
  readonly index: string
  /** Whether the token sees a part of it only. */
  readonly filtered?: boolean
  /** Why it is lost or denied. */
  readonly problem?: string
}

/** What following needs of the world. */
export interface World {
  readonly ask: (path: string, signal: AbortSignal) => Promise<Answer>
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly tell: (known: Known) => void
  readonly signal: AbortSignal
}

export const LOADING: Known = { phase: 'loading', text: undefined, index: '0' }

const WAIT = '5m'
/** Changes that come faster than this are shown together. */
const PACE = 50
/** An agent that answers at once although nothing has changed is not asked at once again. */
const IDLE_PACE = 1000
const LONGEST_BACKOFF = 10_000

/** Follows a path by blocking queries until the signal ends it: one request at a time, each for what comes after the last. */
export async function follow(path: string, { ask, sleep, tell, signal }: World, from: Known = LOADING): Promise<void> {
  let known = from
  let failures = 0
  const show = (next: Known): void => {
    known = next
    if (!signal.aborted) tell(next)
  }
  while (!signal.aborted) {
    try {
      const asked = known.phase === 'lost' ? '0' : known.index
      const answer = await ask(withIndex(path, asked), signal)
      if (isAbsent(answer)) return show({ phase: 'absent', text: undefined, index: '0', problem: answer.text.trim() })
      if (answer.status === 403) {
        failures += 1
        show({ phase: 'denied', text: undefined, index: '0', problem: answer.text.trim() })
        await sleep(backoff(failures), signal)
        continue
      }
      if (answer.status >= 400 && answer.status !== 404) throw new Error(answer.text.trim() || `${answer.status}`)
      failures = 0
      const text = answer.status === 404 ? undefined : answer.text
      const { filtered } = answer
      if (answer.index === undefined) return show({ phase: 'live', text, index: '0', filtered })
      const index = nextIndex(asked, answer.index)
      const changed = index !== asked || text !== known.text || known.phase !== 'live' || filtered !== known.filtered
      if (changed) show({ phase: 'live', text, index, filtered })
      await sleep(changed ? PACE : IDLE_PACE, signal)
    } catch (err) {
      if (signal.aborted) return
      failures += 1
      show({ ...known, phase: 'lost', index: '0', problem: err instanceof Error ? err.message : String(err) })
      await sleep(backoff(failures), signal)
    }
  }
}

/** A path that is not served at all; a missing key has an index. */
const isAbsent = ({ status, index }: Answer): boolean => (status === 404 && index === undefined) || status === 501

/** What to ask with next: an index that went back means that the agent begins anew, and 0 would not wait. */
export function nextIndex(asked: string, answered: string): string {
  const [before, now] = [BigInt(asked), /^\d+$/.test(answered) ? BigInt(answered) : 0n]
  if (now < before) return '0'
  return now === 0n ? '1' : String(now)
}

/** Milliseconds before the next try: doubled each time, to a limit. */
export const backoff = (failures: number): number => Math.min(250 * 2 ** failures, LONGEST_BACKOFF)

function withIndex(path: string, index: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}index=${index}${index === '0' ? '' : `&wait=${WAIT}`}`
}
