import * as Type from 'typebox'
import { Refusal } from '../../api/refusals.ts'
import type { ReadableRecord } from '../ask-dns.ts'
import type { Control } from '../control.ts'
import type { ControlApp } from './app.ts'
import { answers, Members } from './schemas.ts'

const DnsRecord = Members(
  {
    Name: Type.String({ description: 'With the dot at its end.' }),
    Type: Type.String({ description: '`A`, `SRV`, …' }),
    TTL: Type.Integer(),
    Data: Type.String({ description: 'As in a zone file: `1 1 8080 web.node.dc1.consul.`' }),
  },
  { title: 'DnsRecord' },
)

const DnsAnswer = Members(
  {
    Rcode: Type.String({ description: '`NOERROR`, `NXDOMAIN`, …' }),
    Answers: Type.Array(DnsRecord),
    Authority: Type.Array(DnsRecord),
    Additional: Type.Array(DnsRecord),
  },
  { title: 'DnsAnswer' },
)

export function addDnsRoutes(app: ControlApp, control: Control): void {
  app.get(
    '/dns',
    {
      schema: {
        summary: 'Asks the DNS of the agent',
        description:
          'The answer is the one that a client gets over TCP. Names that only recursors know are refused. Faults do not apply.',
        querystring: Type.Object({
          name: Type.String({ description: '`web.service.consul`' }),
          type: Type.Optional(Type.String({ description: '`A` (the default), `SRV`, …, or its number.' })),
        }),
        response: answers('The answer', DnsAnswer, {
          refusals: { 400: 'That cannot be asked', 502: 'The agent leaves the question unanswered' },
        }),
      },
    },
    async ({ query: { name, type = 'A' } }) => {
      const answer = await control.askDns(name, type)
      if (!answer) throw new Refusal(502, 'Such a question is left unanswered.')
      return {
        Rcode: answer.rcode,
        Answers: answer.answers.map(render),
        Authority: answer.authority.map(render),
        Additional: answer.additional.map(render),
      }
    },
  )
}

const render = ({ name, type, ttl, data }: ReadableRecord): Type.Static<typeof DnsRecord> => ({
  Name: name,
  Type: type,
  TTL: ttl,
  Data: data,
})
