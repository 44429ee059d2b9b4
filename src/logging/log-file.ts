import { closeSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileErrorText } from '../go/errno.ts'
import type { LogFileSettings } from '../model/settings.ts'
import type { LineDestination } from './pino-writer.ts'

const DEFAULT_NAME = 'consul.log'
/** Readable for the owner and the group, as Consul's log is. */
const MODE = 0o640

/**
 * A log file that is rotated as Consul does it: once it has reached a size or an age, the next line begins a new file, and the old one
 * is renamed to `NAME-NANOSECONDS.EXT`.
 */
export class LogFile implements LineDestination {
  readonly #settings: LogFileSettings
  readonly #now: () => number
  readonly #path: string
  #fd: number
  #bytes = 0
  #since: number
  #lastStamp = 0n

  /** Throws an error with Consul's text when the file cannot be opened. `now` gives milliseconds since 1970. */
  constructor(settings: LogFileSettings, now: () => number) {
    this.#settings = settings
    this.#now = now
    this.#path = settings.path.endsWith('/') ? join(settings.path, DEFAULT_NAME) : settings.path
    this.#since = now()
    try {
      this.#fd = this.#open()
    } catch (error) {
      throw new Error(`Failed to setup logging: ${fileErrorText(error, this.#path)}`, { cause: error })
    }
  }

  /** A disk that is full must not end the agent: a line that cannot be written is lost. */
  write(line: string): void {
    try {
      if (this.#isDue()) this.#rotate()
      this.#bytes += writeSync(this.#fd, line)
    } catch {
      // nowhere to report it
    }
  }

  close(): void {
    closeSync(this.#fd)
  }

  #open(): number {
    return openSync(this.#path, 'a', MODE)
  }

  #isDue(): boolean {
    const { maxBytes, maxAge } = this.#settings
    return (maxBytes > 0 && this.#bytes >= maxBytes) || this.#now() - this.#since >= maxAge
  }

  #rotate(): void {
    closeSync(this.#fd)
    renameSync(this.#path, this.#rotatedName())
    this.#fd = this.#open()
    this.#bytes = 0
    this.#since = this.#now()
    this.#prune()
  }

  #rotatedName(): string {
    const stamp = BigInt(this.#now()) * 1_000_000n
    this.#lastStamp = stamp > this.#lastStamp ? stamp : this.#lastStamp + 1n
    const { stem, extension } = this.#parts
    return join(dirname(this.#path), `${stem}-${this.#lastStamp}${extension}`)
  }

  /** Removes the oldest files beyond the configured number. */
  #prune(): void {
    const { maxFiles } = this.#settings
    if (maxFiles === 0) return
    const { stem, extension } = this.#parts
    const folder = dirname(this.#path)
    const rotated = readdirSync(folder)
      .filter(
        name =>
          name.startsWith(`${stem}-`) &&
          name.endsWith(extension) &&
          isStamp(name.slice(stem.length + 1, -extension.length)),
      )
      .toSorted()
    const surplus = rotated.length - Math.max(maxFiles, 0)
    for (const name of rotated.slice(0, Math.max(surplus, 0))) rmSync(join(folder, name), { force: true })
  }

  get #parts(): { stem: string; extension: string } {
    const extension = extname(this.#path)
    return { stem: basename(this.#path, extension), extension: extension || '.log' }
  }
}

const isStamp = (text: string): boolean => /^\d+$/.test(text)
