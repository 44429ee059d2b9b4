import { Action } from '../../components/buttons.tsx'
import type { Column } from '../../components/column.ts'
import { Empty } from '../../components/empty.tsx'
import { ListPage } from '../../components/list-page.tsx'
import { curlCommand } from '../../lib/commands.ts'
import { removeFault } from '../../lib/control-api.ts'
import type { FaultRow } from '../../lib/control-types.ts'
import { oneLine } from '../../lib/faults.ts'
import { hrefOf } from '../../lib/place.ts'
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

const SEARCH = {
  label: 'Search paths and effects',
  texts: (fault: FaultRow) => [matchText(fault), faultText(fault)],
}

/** The faults that are set up. They do not apply to the page's own requests. */
export function Faults() {
  const live = useLive<readonly FaultRow[]>('/_miniconsul/faults')
  const id = place.value.path[1]
  const faults = live.value ?? []
  const chosen = faults.find(({ ID }) => ID === id)
  const creating = mayWrite() && param('new') === 'fault'
  return (
    <ListPage
      title="Faults"
      live={live}
      search={SEARCH}
      create={{ text: 'New fault', href: hrefOf(['faults'], { ...currentParams('q'), new: 'fault' }) }}
      actions={
        faults.length > 0 && (
          <Action done="All faults are removed." run={() => removeFault()}>
            Remove all
          </Action>
        )
      }
      layout="faults"
      items={faults}
      columns={COLUMNS}
      keyOf={({ ID }) => ID}
      hrefOf={({ ID }) => hrefOf(['faults', ID], currentParams('q'))}
      selected={id}
      empty={<NoFaults />}
      detail={
        chosen ? (
          <FaultDetail key={id} fault={chosen} />
        ) : (
          creating && <FaultForm backHref={withParams({ new: undefined, about: undefined })} />
        )
      }
    />
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
