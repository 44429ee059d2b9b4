import type { ReadableRecord, Control } from '../control.ts'
import { Refusal } from '../../api/refusals.ts'
import { does, type TestingRoute } from './operation.ts'
import { integer, list, named, object, text } from './schema.ts'

const records = list(
  named(
    'DnsRecord',
    object({
      Name: text('With the dot at its end.'),
      Type: text('`A`, `SRV`, …'),
      TTL: integer(),
      Data: text('As in a zone file: `1 1 8080 web.node.dc1.consul.`'),
    }),
  ),
)

export function dnsRoutes(control: Control): readonly TestingRoute[] {
  return [
    {
      path: '/_miniconsul/dns',
      operations: {
        GET: {
          summary: 'Asks the DNS of the agent',
          description:
            'The answer is the one that a client gets over TCP. Names that only recursors know are refused. Faults do not apply.',
          query: [
            { name: 'name', description: '`web.service.consul`', schema: text(), required: true },
            { name: 'type', description: '`A` (the default), `SRV`, …, or its number.', schema: text() },
          ],
          answer: {
            description: 'The answer',
            schema: named(
              'DnsAnswer',
              object({
                Rcode: text('`NOERROR`, `NXDOMAIN`, …'),
                Answers: records,
                Authority: records,
                Additional: records,
              }),
            ),
          },
          refusals: { 400: 'That cannot be asked', 502: 'The agent leaves the question unanswered' },
          handler: does(async req => {
            const name = req.query.get('name')
            if (name === '') throw new Refusal(400, 'Missing name.')
            const answer = await control.askDns(name, req.query.get('type') || 'A')
            if (!answer) throw new Refusal(502, 'Such a question is left unanswered.')
            return {
              json: {
                Rcode: answer.rcode,
                Answers: answer.answers.map(render),
                Authority: answer.authority.map(render),
                Additional: answer.additional.map(render),
              },
            }
          }),
        },
      },
    },
  ]
}

const render = ({ name, type, ttl, data }: ReadableRecord): object => ({ Name: name, Type: type, TTL: ttl, Data: data })
