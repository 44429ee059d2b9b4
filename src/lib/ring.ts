/** How much a ring holds. */
export interface RingLimits<T> {
  /** How many items. */
  readonly size: number
  /** How heavy they are together; the newest one always stays. */
  readonly weight: number
  readonly weigh: (item: T) => number
}

/** The last so many items. */
export class Ring<T> {
  readonly #limits: RingLimits<T>
  #items: (T | undefined)[] = []
  /** Where the oldest one is: those before it are gone. */
  #first = 0
  #weight = 0

  constructor(limits: RingLimits<T>) {
    this.#limits = limits
  }

  add(item: T): void {
    const { size, weight, weigh } = this.#limits
    this.#items.push(item)
    this.#weight += weigh(item)
    while (this.#count > size || (this.#weight > weight && this.#count > 1)) this.#drop()
  }

  /** Oldest first. */
  toArray(): T[] {
    return this.#items.slice(this.#first) as T[]
  }

  clear(): void {
    this.#items = []
    this.#first = 0
    this.#weight = 0
  }

  get #count(): number {
    return this.#items.length - this.#first
  }

  #drop(): void {
    this.#weight -= this.#limits.weigh(this.#items[this.#first] as T)
    this.#items[this.#first++] = undefined
    if (this.#first <= this.#count) return
    this.#items = this.toArray()
    this.#first = 0
  }
}
