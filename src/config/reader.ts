import { DurationError, parseDuration, toMs } from '../go/duration.ts'
import type { Config } from './decode.ts'
import { type InterfaceAddress, machineAddresses } from './interfaces.ts'
import { quoteGo } from '../go/quote.ts'

/** Reads values of a decoded configuration by their dotted paths; what is wrong with them is collected. */
export class ConfigReader {
  readonly problems: string[] = []
  /** The machine's addresses, for templates. */
  readonly addresses: () => readonly InterfaceAddress[]
  /** Read for an agent that is started with `-dev`. */
  readonly isDev: boolean
  readonly config: Config

  constructor(config: Config, addresses: () => readonly InterfaceAddress[] = machineAddresses, isDev = false) {
    this.config = config
    this.addresses = addresses
    this.isDev = isDev
  }

  value(path: string): unknown {
    let value: unknown = this.config
    for (const name of path.split('.')) value = (value as Config | undefined)?.[name]
    return value
  }

  string(path: string): string | undefined {
    return this.value(path) as string | undefined
  }

  int(path: string): number | undefined {
    return this.value(path) as number | undefined
  }

  bool(path: string): boolean | undefined {
    return this.value(path) as boolean | undefined
  }

  strings(path: string): readonly string[] {
    return (this.value(path) as readonly string[] | undefined) ?? []
  }

  map(path: string): Readonly<Record<string, string>> {
    return (this.value(path) as Readonly<Record<string, string>> | undefined) ?? {}
  }

  blocks(path: string): readonly Config[] {
    return (this.value(path) as readonly Config[] | undefined) ?? []
  }

  /** Milliseconds; undefined when absent. Invalid ones were reported when all durations were checked. */
  duration(path: string): number | undefined {
    const text = this.string(path)
    if (text === undefined) return undefined
    const known = this.problems.length
    const ms = this.parseDuration(path, text)
    this.problems.length = known
    return ms
  }

  /** Milliseconds of a text; what is none becomes a problem of `path`. */
  parseDuration(path: string, text: string): number {
    try {
      return toMs(parseDuration(text))
    } catch (error) {
      if (!(error instanceof DurationError)) throw error
      this.problems.push(`${path}: invalid duration: ${quoteGo(text)}: ${error.message}`)
      return 0
    }
  }
}
