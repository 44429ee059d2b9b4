import type { Agent } from '../../agent/agent.ts'
import type { LocalCheck } from '../../agent/local/state.ts'
import { string, struct } from '../../go/decode.ts'
import { ensureCheck } from '../../state/check.ts'
import { keyOf } from '../../state/schema.ts'
import type { CheckStatus } from '../../model/rows.ts'
import type { Control } from '../control.ts'
import { decoded } from '../recorded-request.ts'
import { decodeBody } from '../../api/decode-body.ts'
import { Refusal } from '../../api/refusals.ts'
import { does, type TestingRoute } from './operation.ts'
import { object, oneOf, text } from './schema.ts'

const STATUSES = ['passing', 'warning', 'critical'] as const

const body = struct({ Status: string(), Output: string() }, { name: 'ForcedCheck', unknown: 'reject' })

export function checkRoutes(control: Control): readonly TestingRoute[] {
  return [
    {
      path: '/_miniconsul/checks/{node}/{checkID}',
      operations: {
        PUT: {
          summary: 'Forces the status of a check',
          description:
            'Of any node in the catalog. A check that an agent runs itself says again what it finds at its next run: register it with a ' +
            'long interval, or as a TTL check, to keep the status.',
          body: {
            'application/json': object(
              { Status: oneOf(STATUSES), Output: text('What it printed; default nothing.') },
              { optional: ['Output'] },
            ),
          },
          answer: { description: 'Done', schema: { const: true } },
          refusals: { 400: 'There is no such status', 404: 'There is no such check' },
          handler: does(req => {
            const [node = '', id = ''] = namesIn(req.path)
            const { Status = '', Output = '' } = decodeBody(body, req.body)
            if (!isStatus(Status)) throw new Refusal(400, `Status is one of ${STATUSES.join(', ')}, not '${Status}'.`)
            force(control, { node, id, status: Status, output: Output })
            return { json: true }
          }),
        },
      },
    },
  ]
}

const isStatus = (status: string): status is CheckStatus => (STATUSES as readonly string[]).includes(status)

/** A name may have a slash in it, as `%2F`. */
function namesIn(path: string): readonly string[] {
  const [node = '', ...rest] = path.split('/').slice(3)
  return [decoded(node), decoded(rest.join('/'))]
}

interface Forced {
  readonly node: string
  readonly id: string
  readonly status: CheckStatus
  readonly output: string
}

function force(control: Control, forced: Forced): void {
  const agent = control.agentOf(forced.node)
  const own = agent?.local.state.check(forced.id)
  if (agent && own) forceOwn(agent, own, forced)
  else forceInCatalog(control.agent, forced)
}

function forceOwn({ local }: Agent, check: LocalCheck, { id, status, output }: Forced): void {
  // a TTL begins anew, as when its client reports
  if (check.definition && check.definition.ttl > 0) return local.updateCheck(id, status, output)
  local.state.putCheck({ ...check, row: { ...check.row, Status: status, Output: output } })
}

function forceInCatalog({ store }: Agent, { node, id, status, output }: Forced): void {
  const check = store.view.get('checks', keyOf(node, id))
  if (!check) throw new Refusal(404, `There is no check '${id}' of a node '${node}'.`)
  store.write(tx => ensureCheck(tx, { ...check, Status: status, Output: output }))
}
