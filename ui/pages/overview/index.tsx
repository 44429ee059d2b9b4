import { useMemo } from 'preact/hooks'
import { WhenThere } from '../../components/live-state.tsx'
import { Toolbar } from '../../components/toolbar.tsx'
import type { JournalEntry } from '../../lib/control-types.ts'
import { nodeTotals, serviceTotals } from '../../lib/overview.ts'
import type { NodeOverview, ServiceSummary } from '../../lib/types.ts'
import { config, hasControl } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { useRead } from '../../shell/use-read.ts'
import { FailingChecks } from './failing.tsx'
import { InEffect } from './in-effect.tsx'
import { LastRequests } from './last-requests.tsx'
import { NextSteps } from './next-steps.tsx'
import { Tile } from './tile.tsx'

/** What there is on this agent, and what asks for attention. */
export function Overview() {
  const services = useLive<readonly ServiceSummary[]>('/v1/internal/ui/services')
  const nodes = useLive<readonly NodeOverview[]>('/v1/internal/ui/nodes')
  const keys = useLive<readonly string[]>('/v1/kv/?keys&separator=/')
  const journal = useLive<readonly JournalEntry[]>(hasControl.value ? '/_miniconsul/journal?limit=8' : undefined)
  const sessions = useRead<readonly unknown[]>('/v1/session/list', `${keys.index} ${nodes.index} ${journal.index}`)
  const ofServices = useMemo(() => serviceTotals(services.value ?? []), [services.value])
  const ofNodes = useMemo(() => nodeTotals(nodes.value ?? []), [nodes.value])
  const names = keys.value ?? []
  const folders = names.filter(name => name.endsWith('/')).length
  const isNew = services.value !== undefined && ofServices.all <= 1 && names.length === 0
  return (
    <div class="page">
      <Toolbar title="Overview" count={`${config.value.NodeName} in ${config.value.Datacenter}`} />
      <WhenThere of={services} what="services">
        <div class="panels overview">
          <div class="tiles whole">
            <Tile page="services" name="Services" totals={ofServices} />
            <Tile page="nodes" name="Nodes" totals={ofNodes.nodes} />
            <Tile
              page="kv"
              name="Keys"
              count={names.length - folders}
              note={`and ${folders} ${folders === 1 ? 'folder' : 'folders'} at the top`}
            />
            <Tile page="sessions" name="Sessions" count={sessions?.length} />
          </div>
          {isNew && <NextSteps />}
          {hasControl.value && <InEffect />}
          <FailingChecks checks={ofNodes.failing} all={ofNodes.checks} />
          {hasControl.value && <LastRequests entries={journal.value ?? []} />}
        </div>
      </WhenThere>
    </div>
  )
}
