import { setTimeout as sleep } from 'node:timers/promises'

/** How long to go on asking, and what to say when it was in vain. */
export interface Patience {
  what: string
  /** Milliseconds; ten seconds when not given. */
  within?: number
  every?: number
}

/** Asks again until the answer is neither undefined, null, false nor an error. */
export async function until<T>(
  ask: () => T | Promise<T>,
  { what, within = 10_000, every = 25 }: Patience,
): Promise<Exclude<T, undefined | null | false>> {
  let last: unknown = 'nothing'
  for (const deadline = performance.now() + within; performance.now() < deadline; await sleep(every)) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as Exclude<T, undefined | null | false>
      }
      last = answer
    } catch (error) {
      last = error
    }
  }
  throw new Error(`waited ${within} ms in vain for: ${what} (last: ${String(last)})`)
}

/** What a promise comes to, if it does in time. */
export async function soon<T>(promise: Promise<T>, { what, within = 10_000 }: Omit<Patience, 'every'>): Promise<T> {
  const timer = new AbortController()
  const late = sleep(within, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`waited ${within} ms in vain for: ${what}`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.abort()
    late.catch(() => undefined)
  }
}
