import { endMaintenance, type Maintained, maintenanceOf, startMaintenance } from '../lib/maintenance.ts'
import type { Check } from '../lib/types.ts'
import { config, mayWrite } from '../shell/config.ts'
import { Action } from './buttons.tsx'
import { Strip } from './form.tsx'

/** Maintenance of a node or an instance: whether it is on, why, and a way to start or end it. */
export function Maintenance({ of, checks }: { of: Maintained; checks: readonly Check[] }) {
  const ownNode = config.value.NodeName
  const now = maintenanceOf(of, checks)
  const name = of.serviceId ?? of.node
  if (!now && !mayWrite()) return null
  return (
    <section class="part" aria-label="Maintenance">
      <h3>Maintenance</h3>
      {now ? (
        <p class="bar">
          In maintenance{now.Notes === '' ? '' : `: ${now.Notes}`}
          <Action done={`${name} is in service again.`} run={() => endMaintenance(now, ownNode)}>
            End maintenance
          </Action>
        </p>
      ) : (
        <Strip
          label="Start maintenance"
          done={`${name} is in maintenance.`}
          run={field => startMaintenance(of, field('reason'), ownNode)}
          clears
        >
          <label class="inline">
            Reason <input name="reason" autocomplete="off" />
          </label>
          <button type="submit">Start maintenance</button>
        </Strip>
      )}
    </section>
  )
}
