/** Taken once: a test that puts its own timers in the place of the machine's must not stop the agent beside it. */
const later = setImmediate

/** Turns that it takes until what was caused in this one has been sent: woken readers look again, and answers leave. */
export const TURNS_TO_SEND = 5

/** Runs `fn` once the current turn has given way to what waits on sockets. */
export function nextTurn(fn: () => void): void {
  later(fn)
}

/** Resolves when the sockets were served `turns` times: what a moved clock awaits so that answers get out. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise<void>(resolve => later(resolve))
}
