import { clientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import { tabs, tooMany } from '../output.ts'

interface Usage {
  readonly Nodes: number
  readonly Services: number
  readonly BillableServiceInstances: number
  readonly ConnectServiceInstances: Readonly<Record<string, number>>
}

type Row = readonly string[]

/** `miniconsul operator usage instances`. */
export const command = clientCommand({
  call: 'operator usage instances [options]',
  about: 'Counts nodes, services and instances.',
  flags: [
    ...clientFlags,
    { name: 'all-datacenters', kind: 'switch', usage: 'Count in all datacenters.' },
    { name: 'billable', kind: 'switch', usage: 'Print only the instances that Consul Enterprise would bill.' },
    { name: 'connect', kind: 'switch', usage: 'Print only the instances of the service mesh.' },
  ],
  async run({ args, flags, client, print }) {
    const [billable, connect, all] = ['billable', 'connect', 'all-datacenters'].map(name => flags.bool(name))
    if (args.length > 0) throw new CommandError(tooMany(0, args.length))
    if (billable && connect) throw new CommandError('Cannot specify both -billable and -connect flags')
    const query = { global: all ? (true as const) : undefined }
    const answer = await explain('Error fetching usage information', client().get('/v1/operator/usage', query))
    const { Usage } = answer.json<{ Usage: Record<string, Usage> }>()
    const usages = Object.entries(Usage).toSorted(([a], [b]) => (a < b ? -1 : 1))
    const text = connect ? [] : [billableText(usages, all ?? false), nodesText(usages)]
    if (billable) print(`${text.join('\n\n\n')}\n\n`)
    else print([...text, connectText(usages, all ?? false)].join('\n\n\n'))
  },
})

type Usages = readonly (readonly [datacenter: string, Usage])[]

const sum = (usages: Usages, of: (usage: Usage) => number): number =>
  usages.reduce((total, [, usage]) => total + of(usage), 0)

function billableText(usages: Usages, all: boolean): string {
  const billable = ({ BillableServiceInstances }: Usage): number => BillableServiceInstances
  const head = [
    `Billable Service Instances Total: ${sum(usages, billable)}`,
    ...usages.map(([name, usage]) => `${name} Billable Service Instances: ${billable(usage)}`),
  ]
  const rows = usages.map(([name, usage]) => [name, String(usage.Services), String(billable(usage))])
  const total = ['Total', String(sum(usages, ({ Services }) => Services)), String(sum(usages, billable))]
  const table = [['Datacenter', 'Services', 'Service instances'], ...rows, ...(all ? [['', '', ''], total] : [])]
  return `${head.join('\n')}\n\nBillable Services\n${tabs(all ? table : withoutFirst(table))}`
}

function nodesText(usages: Usages): string {
  const rows = usages.map(([name, { Nodes }]) => [name, String(Nodes)])
  const total = ['Total', String(sum(usages, ({ Nodes }) => Nodes))]
  // two tabs too many are the official client's
  return `Nodes\n${tabs([['Datacenter', 'Count', '', ''], ...rows, ['', ''], total])}`
}

function connectText(usages: Usages, all: boolean): string {
  const rows = usages.flatMap(([name, { ConnectServiceInstances: counts }]) =>
    Object.keys(counts)
      .toSorted()
      .map(type => [name, type, String(counts[type])]),
  )
  const total = sum(usages, ({ ConnectServiceInstances: counts }) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0),
  )
  const table = [['Datacenter', 'Type', 'Service instances'], ...rows]
  if (!all) return `Connect Services\n${tabs(withoutFirst(table))}`
  return `Connect Services\n${tabs([...table, ['', '', ''], ['Total', '', String(total)]])}`
}

const withoutFirst = (rows: readonly Row[]): Row[] => rows.map(row => row.slice(1))
