import { toJson } from '../lib/json.ts'

/** JSON that is written once for each layout. Kept with a frozen row, a hot read sends it again instead of writing it anew. */
export class RenderedJson {
  readonly #value: unknown
  #compact: Buffer | undefined
  #indented: Buffer | undefined

  constructor(value: unknown) {
    this.#value = value
  }

  bytes(indent: boolean): Buffer {
    if (indent) return (this.#indented ??= Buffer.from(toJson(this.#value, true)))
    return (this.#compact ??= Buffer.from(toJson(this.#value, false)))
  }
}
