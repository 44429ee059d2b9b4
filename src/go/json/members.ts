import { setOwn } from '../../lib/set-own.ts'
import { isNumeral } from './characters.ts'

/** The members of an object in the order of the text, where a plain object would lose some of them or put them in another order. */
export class Members {
  readonly entries: [key: string, value: unknown][] = []

  /** Itself, or the plain object that keeps all of it. */
  plainIfSame(): Members | Record<string, unknown> {
    const plain = this.plain()
    const isSame = Object.keys(plain).length === this.entries.length && !this.entries.some(([key]) => isNumeral(key))
    return isSame ? plain : this
  }

  /** The last of equal keys wins. */
  plain(): Record<string, unknown> {
    const plain: Record<string, unknown> = {}
    for (const [key, value] of this.entries) setOwn(plain, key, value)
    return plain
  }
}
