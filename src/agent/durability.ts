/** Keeps what is committed beyond the process. */
export interface Durability {
  /** Calls back when everything that was committed so far is safe, at once if it is; with the reason when it could not be made safe. */
  whenSafe(done: (error?: Error) => void): void
}
