import { nodeZlib } from '../../lib/node-zlib.ts'

/** One change of a store: without a value the record goes. */
export type RecordChange = readonly [key: string, value: string | undefined]

/** A checksum over all records of a store, updated by their changes: tells whether any was lost or altered. */
export class ContentDigest {
  readonly #crcs = new Map<string, number>()
  #sum = 0

  /** What the checksum will be after these changes, and the function that makes it so. */
  after(changes: readonly RecordChange[]): { readonly text: string; readonly apply: () => void } {
    let sum = this.#sum
    let count = this.#crcs.size
    const { crc32 } = nodeZlib()
    const crcs: (readonly [string, number | undefined])[] = []
    for (const [key, value] of changes) {
      const old = this.#crcs.get(key)
      const crc = value === undefined ? undefined : crc32(`${key}\0${value}`)
      sum = (sum - (old ?? 0) + (crc ?? 0)) >>> 0
      count += Number(crc !== undefined) - Number(old !== undefined)
      crcs.push([key, crc])
    }
    return {
      text: textOf(count, sum),
      apply: () => {
        this.#sum = sum
        for (const [key, crc] of crcs) {
          if (crc === undefined) this.#crcs.delete(key)
          else this.#crcs.set(key, crc)
        }
      },
    }
  }

  get text(): string {
    return textOf(this.#crcs.size, this.#sum)
  }

  keys(): Iterable<string> {
    return this.#crcs.keys()
  }
}

const textOf = (count: number, sum: number): string => `${count} ${sum}`
