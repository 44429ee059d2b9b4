import { duration, list, string, stringList, struct, uint64 } from '../../go/decode.ts'
import { toInt64 } from '../../go/integers.ts'
import { SECOND } from '../../go/duration.ts'
import { decoderOf } from './parts.ts'

/** A lock delay as a number below this is seconds, from it on nanoseconds. */
const SMALL_NUMBER = 1000

/** A session as clients ask for it. Its type has a decoder of its own, which passes over what it does not know. */
export const sessionSchema = struct(
  {
    ID: string(),
    Name: string(),
    Node: string(),
    LockDelay: duration(n => (n < SMALL_NUMBER ? n * SECOND : toInt64(n))),
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
