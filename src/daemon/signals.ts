/** Where signals come from: `process`. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown
  off(signal: NodeJS.Signals, listener: () => void): unknown
}

/** Signals while an agent runs. */
export interface Signals {
  /** Resolves to the name that Consul has for the first signal that ends the agent. */
  readonly ended: Promise<string>
  /** Resolves at the next signal: the shutdown is no longer waited for. */
  readonly insisted: Promise<void>
  /** Stops listening. */
  release(): void
}

const ENDING: readonly (readonly [NodeJS.Signals, string])[] = [
  ['SIGINT', 'interrupt'],
  ['SIGTERM', 'terminated'],
]

/** Listens for the signals that end an agent, and for SIGHUP, which makes it reload. */
export function listenForSignals(source: SignalSource, reload: () => void): Signals {
  const listeners: [NodeJS.Signals, () => void][] = [['SIGHUP', reload]]
  let insist = (): void => undefined
  const insisted = new Promise<void>(resolve => (insist = resolve))
  const ended = new Promise<string>(resolve => {
    let ending = false
    for (const [signal, word] of ENDING) {
      const end = (): void => {
        if (ending) insist()
        ending = true
        resolve(word)
      }
      listeners.push([signal, end])
    }
  })
  for (const [signal, listener] of listeners) source.on(signal, listener)
  return {
    ended,
    insisted,
    release() {
      for (const [signal, listener] of listeners) source.off(signal, listener)
    },
  }
}

/** Calls `fn` for each signal that ends a command, until the function returned is called. */
export function onEndingSignal(source: SignalSource, fn: (signal: NodeJS.Signals) => void): () => void {
  const listeners = ENDING.map(([signal]) => [signal, () => fn(signal)] as const)
  for (const [signal, listener] of listeners) source.on(signal, listener)
  return () => {
    for (const [signal, listener] of listeners) source.off(signal, listener)
  }
}
