/** Runs `fn` once the current turn has given way to what waits on sockets. */
export function nextTurn(fn: () => void): void {
  setImmediate(fn)
}

/** Resolves when the sockets were served `turns` times: what a moved clock awaits so that answers get out. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise<void>(resolve => setImmediate(resolve))
}
