import type { LockSession } from './session.ts'

/** A lock that is held: by a session, until it is given up or lost. */
export class Hold {
  readonly session: LockSession
  /** Aborts when it is held no more. */
  readonly lost: AbortSignal
  readonly #given = new AbortController()

  /** `monitor` resolves when the lock is lost, or watched no longer. */
  constructor(session: LockSession, monitor: (id: string, until: AbortSignal) => Promise<void>) {
    this.session = session
    const lost = new AbortController()
    this.lost = lost.signal
    void monitor(session.id, this.#given.signal).then(() => lost.abort())
  }

  /** Watches it no longer: it is being given up. */
  giveUp(): void {
    this.#given.abort()
  }
}

/** Ends a session again unless what it was made for was had. */
export async function had(session: LockSession, get: () => Promise<boolean>): Promise<boolean> {
  let held = false
  try {
    held = await get()
  } finally {
    if (!held) await session.close()
  }
  return held
}
