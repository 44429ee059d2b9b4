/** The last so many items. */
export class Ring<T> {
  readonly #size: number
  #items: T[] = []
  /** Where the next one goes once it is full. */
  #next = 0

  constructor(size: number) {
    this.#size = size
  }

  add(item: T): void {
    if (this.#items.length < this.#size) {
      this.#items.push(item)
      return
    }
    this.#items[this.#next] = item
    this.#next = this.#next + 1 === this.#size ? 0 : this.#next + 1
  }

  /** Oldest first. */
  toArray(): T[] {
    return this.#next === 0 ? [...this.#items] : [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)]
  }

  clear(): void {
    this.#items = []
    this.#next = 0
  }
}
