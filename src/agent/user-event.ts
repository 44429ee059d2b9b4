/** A user event as it was fired; `Payload` is a binary string, empty for none. */
export interface UserEvent {
  readonly ID: string
  readonly Name: string
  readonly Payload: string
  readonly NodeFilter: string
  readonly ServiceFilter: string
  readonly TagFilter: string
  readonly Version: number
  /** Its Lamport time; 0 in the answer to the client that fires it. */
  readonly LTime: number
}
