import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolders } from '../../lib/make-folders.ts'

/** Where Serf keeps it, in Serf's form. */
const FILE = 'serf/local.snapshot'
const LEAVE = 'leave'

/** Remembers in the data folder which agents were joined, so that one that starts again joins them by itself. */
export class KnownMembers {
  readonly #file: string | undefined

  constructor(dataDir: string | undefined) {
    this.#file = dataDir === undefined ? undefined : join(dataDir, FILE)
  }

  /** `address`: host and port. */
  add(name: string, address: string): void {
    const others = this.#read().filter(line => line !== LEAVE && !line.startsWith(`alive: ${name} `))
    this.#write([...others, `alive: ${name} ${address}`])
  }

  /** The agent left. */
  left(): void {
    if (this.#read().length > 0) appendFileSync(this.#file ?? '', `${LEAVE}\n`)
  }

  /** The addresses to join at a start: none after the agent left, unless `afterLeave`. */
  addresses(afterLeave: boolean): readonly string[] {
    const lines = this.#read()
    if (lines.includes(LEAVE) && !afterLeave) return []
    return lines.flatMap(line => /^alive: .* (\S+)$/.exec(line)?.[1] ?? [])
  }

  #read(): readonly string[] {
    if (this.#file === undefined) return []
    try {
      return readFileSync(this.#file, 'utf8')
        .split('\n')
        .filter(line => line !== '')
    } catch {
      return []
    }
  }

  #write(lines: readonly string[]): void {
    if (this.#file === undefined) return
    makeFolders(dirname(this.#file))
    writeFileSync(this.#file, `${lines.join('\n')}\n`)
  }
}
