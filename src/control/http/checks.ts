import * as Type from 'typebox'
import type { Agent } from '../../agent/agent.ts'
import type { LocalCheck } from '../../agent/local/state.ts'
import { Refusal } from '../../api/refusals.ts'
import type { CheckStatus } from '../../model/rows.ts'
import { ensureCheck } from '../../state/check.ts'
import { keyOf } from '../../state/schema.ts'
import type { Control } from '../control.ts'
import type { ControlApp } from './app.ts'
import { answers, Done, Members, OneOf } from './schemas.ts'

export function addCheckRoutes(app: ControlApp, control: Control): void {
  app.put(
    '/checks/:node/:checkID',
    {
      schema: {
        summary: 'Forces the status of a check',
        description:
          'Of any node in the catalog. A check that an agent runs itself says again what it finds at its next run: register it with a ' +
          'long interval, or as a TTL check, to keep the status.',
        params: Type.Object({ node: Type.String(), checkID: Type.String() }),
        body: Members({
          Status: OneOf(['passing', 'warning', 'critical']),
          Output: Type.Optional(Type.String({ description: 'What it printed; default nothing.' })),
        }),
        response: answers('Done', Done, {
          refusals: { 400: 'There is no such status', 404: 'There is no such check' },
        }),
      },
    },
    ({ params: { node, checkID }, body: { Status, Output = '' } }) => {
      force(control, { node, id: checkID, status: Status, output: Output })
      return true as const
    },
  )
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
