import { parseDuration, toMs } from '../../go/duration.ts'
import { isObject } from '../../lib/equal.ts'
import type { StringMap } from '../../model/rows.ts'

/**
 * The members of a definition, by name: configuration files spell them `service_id`, the API `ServiceID`, so neither
 * case nor underscores count. What is of another type than asked for is as if it were not there.
 */
export class FieldReader {
  readonly #values = new Map<string, unknown>()

  constructor(definition: unknown) {
    if (!isObject(definition)) return
    for (const [name, value] of Object.entries(definition)) {
      if (value !== null && value !== undefined) this.#values.set(fold(name), value)
    }
  }

  get empty(): boolean {
    return this.#values.size === 0
  }

  get(name: string): unknown {
    return this.#values.get(fold(name))
  }

  has(name: string): boolean {
    return this.#values.has(fold(name))
  }

  /** The first of these that is not empty. */
  text(...names: readonly string[]): string {
    for (const name of names) {
      const value = this.get(name)
      if (typeof value === 'string' && value !== '') return value
    }
    return ''
  }

  number(name: string): number {
    const value = this.get(name)
    return typeof value === 'number' ? value : 0
  }

  flag(name: string): boolean {
    return this.get(name) === true
  }

  /** Milliseconds of a duration: written out, or in nanoseconds. */
  milliseconds(name: string): number {
    const value = this.get(name)
    if (typeof value === 'number') return toMs(value)
    return typeof value === 'string' && value !== '' ? toMs(parseDuration(value)) : 0
  }

  texts(name: string): readonly string[] | null {
    const value = this.get(name)
    return Array.isArray(value) ? value.filter(item => typeof item === 'string') : null
  }

  textMap(name: string): StringMap | null {
    const value = this.get(name)
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)])) : null
  }

  list(name: string): readonly unknown[] {
    const value = this.get(name)
    return Array.isArray(value) ? value : []
  }

  members(name: string): FieldReader {
    return new FieldReader(this.get(name))
  }

  entries(name: string): readonly (readonly [string, unknown])[] {
    const value = this.get(name)
    return isObject(value) ? Object.entries(value) : []
  }
}

const fold = (name: string): string => name.toLowerCase().replaceAll('_', '')
