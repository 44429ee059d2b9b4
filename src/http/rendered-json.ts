import { toJson } from '../lib/json.ts'

/** JSON that is written once for each layout. Kept with a frozen row, a hot read sends it again instead of writing it anew. */
export class RenderedJson {
  readonly #value: unknown
  #compact: string | undefined
  #indented: string | undefined

  constructor(value: unknown) {
    this.#value = value
  }

  text(indent: boolean): string {
    if (indent) return (this.#indented ??= toJson(this.#value, true))
    return (this.#compact ??= toJson(this.#value, false))
  }
}
