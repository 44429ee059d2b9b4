import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createConsul, type Consul } from '../../src/index.ts'

/** Steps of all clients; `MODEL_COMMANDS=1000000 npx vitest run --project unit test/model` is the long run. */
const COMMANDS = Number(process.env['MODEL_COMMANDS'] ?? 360)
const CLIENTS = 4
const LENGTH = 30
/** What two accounts hold together. */
const TOTAL = 100

type Step = 'count' | 'move' | 'lock' | 'unlock' | 'look'
const steps = fc.array(fc.constantFrom<Step>('count', 'move', 'lock', 'unlock', 'look'), {
  minLength: LENGTH,
  maxLength: LENGTH,
})

/** What clients believe who were told that it was done. */
interface Told {
  counted: number
  holder: number | undefined
}

interface Pair {
  readonly Key: string
  readonly Value: string
  readonly ModifyIndex: number
}

const textOf = ({ Value }: Pair): string => Buffer.from(Value, 'base64').toString()

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}

/** A client that shares keys with others: each of its requests may fall between any two of theirs. */
class Client {
  readonly #id: number
  readonly #consul: Consul
  readonly #told: Told
  readonly #session: string
  #index = 0

  constructor(id: number, consul: Consul, told: Told) {
    this.#id = id
    this.#consul = consul
    this.#told = told
    this.#session = consul.session.create({ lockDelay: '0s' })
  }

  async run(list: readonly Step[]): Promise<void> {
    for (const step of list) await this[step]()
  }

  /** Raises a counter if nobody did so meanwhile. */
  async count(): Promise<void> {
    const [pair] = await this.#read('counter')
    if (!pair) throw new Error('the counter is gone')
    const { body } = await this.#put(`counter?cas=${pair.ModifyIndex}`, Number(textOf(pair)) + 1)
    if (body === 'true') this.#told.counted++
  }

  /** Moves one from an account to the other, if both are as they were read. */
  async move(): Promise<void> {
    const [a, b] = await this.look()
    const cas = ({ Key, ModifyIndex: Index }: Pair, value: number): object => {
      return { KV: { Verb: 'cas', Key, Index, Value: Buffer.from(String(value)).toString('base64') } }
    }
    await this.#consul.inject('PUT', '/v1/txn', [cas(a, Number(textOf(a)) - 1), cas(b, Number(textOf(b)) + 1)])
  }

  async lock(): Promise<void> {
    const { body } = await this.#put(`lock?acquire=${this.#session}`, this.#id)
    if (body !== 'true') return
    const { holder = this.#id } = this.#told
    demand(holder === this.#id, `${this.#id} got the lock that ${holder} has`)
    this.#told.holder = this.#id
  }

  async unlock(): Promise<void> {
    const holds = this.#told.holder === this.#id
    // nobody can be told that it has the lock before this is told that it has let go
    if (holds) this.#told.holder = undefined
    const { body } = await this.#put(`lock?release=${this.#session}`, this.#id)
    demand(body === String(holds), `${this.#id} lets go of a lock that it has (${holds}): ${body}`)
  }

  /** Never sees an account without what left the other one, nor an index that fell. */
  async look(): Promise<readonly [Pair, Pair]> {
    const [a, b] = await this.#read('account/?recurse')
    if (!a || !b) throw new Error('an account is gone')
    demand(Number(textOf(a)) + Number(textOf(b)) === TOTAL, `${textOf(a)} and ${textOf(b)} are not ${TOTAL}`)
    const index = Math.max(a.ModifyIndex, b.ModifyIndex)
    demand(index >= this.#index, `the index ${index} comes after ${this.#index}`)
    this.#index = index
    return [a, b]
  }

  async #read(key: string): Promise<readonly Pair[]> {
    return (await this.#consul.inject('GET', `/v1/kv/${key}`)).json()
  }

  #put(key: string, value: number): ReturnType<Consul['inject']> {
    return this.#consul.inject('PUT', `/v1/kv/${key}`, String(value))
  }
}

async function check(lists: readonly (readonly Step[])[]): Promise<void> {
  const consul = createConsul({ clock: 'manual' })
  try {
    consul.kv.put('counter', '0')
    consul.kv.put('account/a', String(TOTAL))
    consul.kv.put('account/b', '0')
    const told: Told = { counted: 0, holder: undefined }
    await Promise.all(lists.map((list, id) => new Client(id, consul, told).run(list)))
    expect((await consul.inject('GET', '/v1/kv/counter?raw')).body).toBe(String(told.counted))
  } finally {
    await consul.close()
  }
}

test(`clients that share counters, accounts and a lock are served as if one after the other, in ${COMMANDS} random steps`, async () => {
  await fc.assert(fc.asyncProperty(fc.array(steps, { minLength: CLIENTS, maxLength: CLIENTS }), check), {
    numRuns: Math.ceil(COMMANDS / (CLIENTS * LENGTH)),
  })
}, 3_600_000)
