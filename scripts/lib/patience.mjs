// How long a process is waited for that others may keep from the cores.
import { setTimeout as sleep } from 'node:timers/promises'

/** Turns of a loop within which it answers: ten seconds of one that nobody hinders. */
const TURNS = 2_000
/** Milliseconds in which a loop makes a turn at all, however little the machine gives it. */
const STANDSTILL = 300_000
const BETWEEN = 1_000

/**
 * Gives what `run` does, which is aborted after so many turns of the other one's loop. Time is no measure: an agent that had a
 * hundredth of a core took 65 s for a good request behind 700 hostile ones, and an eighth of a second otherwise.
 * `turns` asks how many turns the loop has made.
 */
export async function inTurns(turns, run, { most = TURNS, standstill = STANDSTILL, between = BETWEEN } = {}) {
  const aborting = new AbortController()
  const done = new AbortController()
  const count = async () => {
    const told = new AbortController()
    const signal = AbortSignal.any([done.signal, told.signal])
    try {
      return await Promise.race([turns(), sleep(standstill, 'none', { signal })])
    } finally {
      told.abort()
    }
  }
  const watch = async () => {
    await sleep(between, undefined, { signal: done.signal })
    const first = await count()
    for (let now = first; ; now = await count()) {
      if (now === 'none') return aborting.abort(new Error(`its loop made no turn in ${standstill / 1000} s`))
      if (now - first >= most) return aborting.abort(new Error(`no answer in ${now - first} turns of its loop`))
      await sleep(between, undefined, { signal: done.signal })
    }
  }
  // it ends with the request, whose result tells what happened
  watch().catch(() => undefined)
  try {
    return await run(aborting.signal)
  } finally {
    done.abort()
  }
}
