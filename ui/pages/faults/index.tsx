import { Action } from '../../components/buttons.tsx'
import type { Column } from '../../components/column.ts'
import { Empty, NO_MATCHES } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import { Rows } from '../../components/rows.tsx'
import { Split } from '../../components/split.tsx'
import { Search, Toolbar } from '../../components/toolbar.tsx'
import { curlCommand } from '../../lib/commands.ts'
import { removeFault } from '../../lib/control-api.ts'
import type { FaultRow } from '../../lib/control-types.ts'
import { oneLine } from '../../lib/faults.ts'
import { countText } from '../../lib/format.ts'
import { hrefOf } from '../../lib/place.ts'
import { matcher } from '../../lib/search.ts'
import { currentParams, param, place, withParams } from '../../shell/address.ts'
import { mayWrite } from '../../shell/config.ts'
import { useLive } from '../../shell/use-live.ts'
import { FaultDetail } from './detail.tsx'
import { FaultForm } from './form.tsx'

const matchText = ({ Match }: FaultRow): string => oneLine(Match) || 'every request'
const faultText = ({ Fault }: FaultRow): string => oneLine(Fault)
const percent = ({ Probability }: FaultRow): string => `${Math.round(Probability * 100)} %`

const COLUMNS: readonly Column<FaultRow>[] = [
  { name: 'Match', sort: matchText, cell: fault => <code>{matchText(fault)}</code> },
  { name: 'Fault', wide: true, sort: faultText, cell: fault => <code>{faultText(fault)}</code> },
  {
    name: 'Used',
    sort: ({ Used }) => Used,
    cell: ({ Used, Times }) => `${Used}${Times === null ? '' : ` of ${Times}`}`,
  },
  { name: 'Probability', sort: ({ Probability }) => Probability, cell: percent },
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
  const id = place.value.path[1]
  const faults = live.value ?? []
  const matches = matcher(param('q'))
  const found = faults.filter(fault => matches(matchText(fault), faultText(fault)))
  const chosen = faults.find(({ ID }) => ID === id)
  const creating = mayWrite() && param('new') === 'fault'
  return (
    <Split
      detail={
        chosen ? (
          <FaultDetail key={id} fault={chosen} />
        ) : (
          creating && <FaultForm backHref={withParams({ new: undefined, about: undefined })} />
        )
      }
    >
      <Toolbar title="Faults" count={countText(found.length, faults.length)}>
        <Search label="Search paths and effects" />
        {mayWrite() && (
          <a class="button main" href={hrefOf(['faults'], { ...currentParams('q'), new: 'fault' })}>
            New fault
          </a>
        )}
        {faults.length > 0 && (
          <Action done="All faults are removed." run={() => removeFault()}>
            Remove all
          </Action>
        )}
      </Toolbar>
      <WhenThere of={live}>
        <Rows
          label="Faults"
          layout="faults"
          items={found}
          columns={COLUMNS}
          keyOf={({ ID }) => ID}
          hrefOf={({ ID }) => hrefOf(['faults', ID], currentParams('q'))}
          selected={id}
          empty={faults.length === 0 ? <NoFaults /> : NO_MATCHES}
        />
      </WhenThere>
    </Split>
  )
}

const NoFaults = () => (
  <Empty
    title="No faults"
    command={curlCommand('/_miniconsul/faults', { Match: { Path: '/v1/kv/fragile' }, Fault: { Status: 503 } })}
  >
    A fault makes requests or DNS questions fail. Set one up with the button above, or with this command:
  </Empty>
)
