/** Calls `fn` once when `signal` aborts, at once if it has; the returned function calls that off. */
export function onAbort(signal: AbortSignal, fn: () => void): () => void {
  if (signal.aborted) {
    fn()
    return () => undefined
  }
  signal.addEventListener('abort', fn, { once: true })
  return () => signal.removeEventListener('abort', fn)
}

/** The promise, or a rejection with `error` when `signal` aborts first. */
export async function orAbort<T>(promise: Promise<T>, signal: AbortSignal, error: () => Error): Promise<T> {
  let forget = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    forget = onAbort(signal, () => reject(error()))
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    forget()
  }
}
