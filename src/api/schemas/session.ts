import { duration, list, string, stringList, struct, uint64 } from '../../go/decode.ts'
import { toInt64 } from '../../go/integers.ts'
import { SECOND } from '../../go/duration.ts'
import { kindOf } from '../../go/decode/schema.ts'
import { decoderOf } from './parts.ts'

/** A lock delay as a number below this is seconds, from it on nanoseconds. */
const SMALL_NUMBER = 1000

/** Whole seconds where the number is small; the product wraps as Go's does. */
const lockDelayOf = (given: number): number => {
  const n = toInt64(given)
  return n < SMALL_NUMBER ? Number(BigInt.asIntN(64, BigInt(n) * BigInt(SECOND))) : n
}

const plain = duration(lockDelayOf)
/** What is neither a text nor a number is no delay at all. */
const lockDelay: typeof plain = { ...plain, read: (value, notes) => (isDelay(value) ? plain.read(value, notes) : 0) }
const isDelay = (value: unknown): boolean => typeof value === 'string' || kindOf(value) === 'number'

/** A session as clients ask for it. Its type has a decoder of its own, which passes over what it does not know. */
export const sessionSchema = struct(
  {
    ID: string(),
    Name: string(),
    Node: string(),
    LockDelay: lockDelay,
    Behavior: string('structs.SessionBehavior'),
    TTL: string(),
    Checks: list(string('types.CheckID')),
    NodeChecks: stringList(),
    ServiceChecks: list(struct({ ID: string(), Namespace: string() }, { name: 'structs.ServiceCheck' })),
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
  },
  { custom: 'lenient', name: decoderOf('LockDelay interface {}') },
)
