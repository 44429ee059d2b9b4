import * as Type from 'typebox'
import { Members, Nullable, OneOf, Strings } from './schemas.ts'

const text = (description: string) => Type.Optional(Type.String({ description }))
const flag = (description: string) => Type.Optional(Type.Boolean({ description }))
const integer = (description: string) => Type.Optional(Type.Integer({ description }))

const PATTERN = 'As it is, or `/re/` for a regular expression.'

export const FaultMatch = Members(
  {
    Method: text('`GET`, `PUT`, …'),
    Path: text(`The path without its query. ${PATTERN}`),
    Key: text(`The key of a request to /v1/kv/. ${PATTERN}`),
    Token: text("The client's token."),
    Query: Type.Optional(Strings('Members that the query has.')),
    DNS: Type.Optional(
      Members(
        { Name: text(`The name that is asked for. ${PATTERN}`), Type: text('`A`, `SRV`, …') },
        { description: 'DNS questions instead of HTTP requests.' },
      ),
    ),
  },
  { title: 'FaultMatch', description: 'What it applies to; everything where it is empty.' },
)

export const FaultEffect = Members(
  {
    Status: integer('Answers with this status.'),
    Body: Type.Optional(Type.Unknown({ description: 'Answers with this body; what is no string is sent as JSON.' })),
    Headers: Type.Optional(Strings('Further headers of that answer.')),
    Delay: text('Waits before anything else, by the clock of the emulator.'),
    Hang: flag('Never answers, until the fault is removed.'),
    Reset: flag('Resets the connection.'),
    Truncate: integer('Ends the connection after so many bytes of the body.'),
    Index: integer('Tells this index; a query that waits beyond it is answered at once.'),
    SpuriousWake: flag('Answers a query that would wait, though nothing changed.'),
    NoLeader: flag('500 `No cluster leader` for all that needs one.'),
    LastContact: text('Stale reads come from a server that heard of the leader that long ago.'),
    KnownLeader: flag('What stale reads say of the leader.'),
    DNS: Type.Optional(
      Type.Union(
        [OneOf(['servfail', 'drop', 'truncate']), Members({ Delay: Type.String({ description: 'Waits that long.' }) })],
        { description: 'What happens to DNS questions.' },
      ),
    ),
  },
  { title: 'FaultEffect', description: 'What happens.' },
)

export const NewFault = Members(
  {
    Match: Type.Optional(FaultMatch),
    Fault: FaultEffect,
    Times: integer('How often; without it, until it is removed.'),
    Probability: Type.Optional(Type.Number({ description: 'How likely, from 0 to 1; default 1.' })),
  },
  { title: 'NewFault' },
)

export const Fault = Members(
  {
    ID: Type.String(),
    Match: FaultMatch,
    Fault: FaultEffect,
    Times: Nullable(Type.Integer({ description: 'How often it applies; null: until it is removed.' })),
    Used: Type.Integer({ description: 'How often it applied.' }),
    Probability: Type.Number(),
  },
  { title: 'Fault' },
)

export type NewFault = Type.Static<typeof NewFault>
export type Fault = Type.Static<typeof Fault>
