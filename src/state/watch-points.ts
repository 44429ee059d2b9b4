/** The watch sets at the keys of one kind. */
export class WatchPoints<W> {
  readonly #watchSets = new Map<string, Set<W>>()

  get isEmpty(): boolean {
    return this.#watchSets.size === 0
  }

  add(key: string, watchSet: W): void {
    const watchSets = this.#watchSets.get(key)
    if (watchSets) watchSets.add(watchSet)
    else this.#watchSets.set(key, new Set([watchSet]))
  }

  delete(key: string, watchSet: W): void {
    const watchSets = this.#watchSets.get(key)
    if (watchSets?.delete(watchSet) && watchSets.size === 0) this.#watchSets.delete(key)
  }

  collect(key: string, found: Set<W>): void {
    const watchSets = this.#watchSets.get(key)
    if (watchSets) for (const watchSet of watchSets) found.add(watchSet)
  }

  all(found: Set<W>): void {
    for (const watchSets of this.#watchSets.values()) for (const watchSet of watchSets) found.add(watchSet)
  }
}

/** The watch sets of prefixes. Only prefixes as long as some that are waited for are looked up, so a long key costs no more. */
export class PrefixPoints<W> extends WatchPoints<W> {
  /** How many watch sets there are, by the length of their prefix. */
  readonly #lengths = new Map<number, number>()

  override add(key: string, watchSet: W): void {
    super.add(key, watchSet)
    count(this.#lengths, key.length, 1)
  }

  override delete(key: string, watchSet: W): void {
    super.delete(key, watchSet)
    count(this.#lengths, key.length, -1)
  }

  /** Those whose prefix `key` begins with. */
  override collect(key: string, found: Set<W>): void {
    for (const length of this.#lengths.keys()) {
      if (length <= key.length) super.collect(key.slice(0, length), found)
    }
  }
}

/** The watch sets of prefixes whose edges may be joined to the ones above them, found by what goes beside those. */
export class JoinPoints<W> extends WatchPoints<W> {
  readonly #edges: { count: number }
  /** How many watch sets there are below each node that edges part from, and by the length of its path. */
  readonly #nodes = new Map<string, number>()
  readonly #lengths = new Map<number, number>()

  /** `edges` is raised by those that are watched here. */
  constructor(edges: { count: number }) {
    super()
    this.#edges = edges
  }

  override add(key: string, watchSet: W): void {
    super.add(key, watchSet)
    this.#count(key, 1)
  }

  override delete(key: string, watchSet: W): void {
    super.delete(key, watchSet)
    this.#count(key, -1)
  }

  /** The nodes on the way to a name below which edges are watched. */
  nodesAbove(name: string): string[] {
    const nodes: string[] = []
    for (const length of this.#lengths.keys()) {
      const node = name.slice(0, length)
      if (length <= name.length && this.#nodes.has(node)) nodes.push(node)
    }
    return nodes
  }

  #count(key: string, by: number): void {
    this.#edges.count += by
    const node = key.slice(0, -1)
    count(this.#nodes, node, by)
    count(this.#lengths, node.length, by)
  }
}

function count<K>(counts: Map<K, number>, key: K, by: number): void {
  const left = (counts.get(key) ?? 0) + by
  if (left > 0) counts.set(key, left)
  else counts.delete(key)
}
