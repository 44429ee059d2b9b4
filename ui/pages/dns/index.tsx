import { Strip } from '../../components/form.tsx'
import { Empty } from '../../components/empty.tsx'
import { WhenThere } from '../../components/live-state.tsx'
import type { Column } from '../../components/column.ts'
import { Rows } from '../../components/rows.tsx'
import { Toolbar } from '../../components/toolbar.tsx'
import type { DnsAnswer, DnsRecord } from '../../lib/control-types.ts'
import { go, param, withParams } from '../../shell/address.ts'
import { type Live, useLive } from '../../shell/use-live.ts'

interface Row extends DnsRecord {
  readonly section: string
}

const COLUMNS: readonly Column<Row>[] = [
  { name: 'Name', sort: ({ Name }) => Name, cell: ({ Name }) => <code>{Name}</code> },
  { name: 'Type', sort: ({ Type }) => Type, cell: ({ Type }) => Type },
  { name: 'TTL', sort: ({ TTL }) => TTL, cell: ({ TTL }) => TTL },
  { name: 'Data', wide: true, sort: ({ Data }) => dataText(Data), cell: ({ Data }) => <code>{dataText(Data)}</code> },
  { name: 'Section', sort: ({ section }) => section, cell: ({ section }) => section },
]

const dataText = (data: unknown): string => (typeof data === 'string' ? data : JSON.stringify(data))

const TYPES = ['A', 'AAAA', 'SRV', 'TXT', 'ANY', 'CNAME', 'NS', 'SOA', 'PTR']

/** Asks for a name and shows the records that DNS answers with. */
export function Dns() {
  const [name, type] = [param('name'), param('type') || 'A']
  const query = new URLSearchParams({ name, type })
  const live = useLive<DnsAnswer>(name === '' ? undefined : `/_miniconsul/dns?${query.toString()}`)
  const ask = async (field: (name: string) => string): Promise<void> => {
    go(withParams({ name: field('name'), type: field('type') }))
    live.refresh()
  }
  return (
    <div class="page">
      <Toolbar title="DNS" />
      <Strip key={`${name} ${type}`} label="Ask for a name" done="" run={ask}>
        <input
          name="name"
          class="wide"
          required
          data-search=""
          aria-label="Name"
          placeholder="web.service.consul"
          defaultValue={name}
          spellcheck={false}
          autocomplete="off"
        />
        <select name="type" aria-label="Type" defaultValue={type}>
          {TYPES.map(one => (
            <option key={one} selected={one === type}>
              {one}
            </option>
          ))}
        </select>
        <button type="submit" class="main">
          Ask
        </button>
      </Strip>
      {name !== '' && <Records live={live} />}
      {name === '' && (
        <div class="empty">
          <Empty title="No question yet" command="miniconsul agent -dev -dns-port=8600">
            Services are at NAME.service.consul, nodes at NAME.node.consul. Ask above; programs ask the DNS port of the
            agent, which this option sets:
          </Empty>
        </div>
      )}
    </div>
  )
}

function Records({ live }: { live: Live<DnsAnswer> }) {
  const rows = [
    ...(live.value?.Answers ?? []).map((record): Row => ({ ...record, section: 'answer' })),
    ...(live.value?.Additional ?? []).map((record): Row => ({ ...record, section: 'additional' })),
  ]
  return (
    <WhenThere of={live}>
      <p class="found" role="status">
        {live.value?.Rcode}, {rows.length} {rows.length === 1 ? 'record' : 'records'}
      </p>
      <Rows
        label="Records"
        layout="records"
        items={rows}
        columns={COLUMNS}
        keyOf={row => `${row.section} ${row.Name} ${row.Type} ${dataText(row.Data)}`}
        empty="No records"
      />
    </WhenThere>
  )
}
