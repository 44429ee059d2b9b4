import { Action } from '../components/buttons.tsx'
import { WhenThere } from '../components/live-state.tsx'
import type { Column } from '../components/column.ts'
import { Rows } from '../components/rows.tsx'
import { Toolbar } from '../components/toolbar.tsx'
import type { FaultRow } from '../lib/control-types.ts'
import { removeFault } from '../lib/control-api.ts'
import { oneLine } from '../lib/fault-kinds.ts'
import { mayWrite } from '../shell/config.ts'
import { useLive } from '../shell/use-live.ts'
import { FaultForm } from './fault-form.tsx'

const COLUMNS: readonly Column<FaultRow>[] = [
  {
    name: 'Match',
    sort: ({ Match }) => oneLine(Match),
    cell: ({ Match }) => <code>{oneLine(Match) || 'every request'}</code>,
  },
  {
    name: 'Fault',
    wide: true,
    sort: ({ Fault }) => oneLine(Fault),
    cell: ({ Fault }) => <code>{oneLine(Fault)}</code>,
  },
  {
    name: 'Used',
    sort: ({ Used }) => Used,
    cell: ({ Used, Times }) => `${Used}${Times === null ? '' : ` of ${Times}`}`,
  },
  {
    name: 'Action',
    wide: 'buttons',
    cell: ({ ID }) => (
      <Action label={`Remove the fault ${ID}`} done="The fault is removed." run={() => removeFault(ID)}>
        Remove
      </Action>
    ),
  },
]

/** The faults that are set up. They do not apply to the page's own requests. */
export function Faults() {
  const live = useLive<readonly FaultRow[]>('/_miniconsul/faults')
  const faults = live.value ?? []
  return (
    <div class="page">
      <Toolbar title="Faults" count={String(faults.length)}>
        {faults.length > 0 && (
          <Action done="All faults are removed." run={() => removeFault()}>
            Remove all
          </Action>
        )}
      </Toolbar>
      {mayWrite() && <FaultForm />}
      <WhenThere of={live}>
        <Rows
          label="Faults"
          layout="faults"
          items={faults}
          columns={COLUMNS}
          keyOf={({ ID }) => ID}
          empty="No faults"
        />
      </WhenThere>
    </div>
  )
}
