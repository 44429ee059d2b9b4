import { explained, type HolderParts } from './holder.ts'
import { LockSession } from './session.ts'

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

  /** Watches it no longer, gives it back, and ends its session. */
  async release(giveBack: (session: LockSession) => Promise<void>): Promise<void> {
    this.#given.abort()
    try {
      await giveBack(this.session)
    } finally {
      await this.session.close()
    }
  }
}

/** How a session comes to hold a lock. */
export interface Contention {
  /** What becomes of the keys of a session that ends. Default: they are released. */
  readonly behavior?: 'delete'
  /** Whether the session came to hold the lock. */
  readonly contend: (session: LockSession) => Promise<boolean>
  /** Resolves when the lock is lost, or watched no longer. */
  readonly monitor: (id: string, until: AbortSignal) => Promise<void>
}

/** Makes a session and contends for a lock with it. Undefined when that was not had; then the session is ended again. */
export async function takeHold(parts: HolderParts, contention: Contention): Promise<Hold | undefined> {
  const { client, clock, name } = parts
  const { behavior, contend, monitor } = contention
  const entry = { Name: name, ...(behavior && { Behavior: behavior }) }
  const session = await explained('failed to create session', LockSession.create(client, clock, entry))
  let held = false
  try {
    held = await contend(session)
  } finally {
    if (!held) await session.close()
  }
  return held ? new Hold(session, monitor) : undefined
}
