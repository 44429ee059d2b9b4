import { joinBuffers } from './join-buffers.ts'
import type { Sliceable } from './slices.ts'

/** Characters that are held as a text. */
const PART = 64 * 1024

/** A text that is written little by little, and becomes bytes as it grows: one of megabytes takes long to be made into bytes in one go. */
export class TextParts {
  readonly #parts: Buffer[] = []
  #text = ''

  /** Adds whole characters: a pair of surrogates must not be added in halves. */
  add(text: string): void {
    this.#text += text
  }

  /** Makes what was added into bytes where that is much; whether it was. */
  pack(): boolean {
    if (this.#text.length < PART) return false
    this.#parts.push(Buffer.from(this.#text))
    this.#text = ''
    return true
  }

  /** All of it: a text where nothing was packed. */
  *joined(): Sliceable<string | Buffer> {
    if (this.#parts.length === 0) return this.#text
    return yield* joinBuffers([...this.#parts, Buffer.from(this.#text)])
  }
}
