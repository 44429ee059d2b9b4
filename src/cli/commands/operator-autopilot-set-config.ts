import { formatDuration, parseDuration } from '../../go/duration.ts'
import { toJson } from '../../go/json.ts'
import { clientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { CommandError } from '../command.ts'
import type { Flag, Flags } from '../../go/flag.ts'
import { AUTOPILOT_PATH, type AutopilotConfig } from './autopilot.ts'

interface Setting extends Flag {
  readonly field: keyof AutopilotConfig
}

const SETTINGS: readonly Setting[] = [
  {
    name: 'cleanup-dead-servers',
    kind: 'bool',
    field: 'CleanupDeadServers',
    usage: 'Remove dead servers when new ones come: true or false.',
  },
  {
    name: 'disable-upgrade-migration',
    kind: 'bool',
    field: 'DisableUpgradeMigration',
    usage: 'Promote new servers at once. Consul Enterprise only.',
  },
  {
    name: 'last-contact-threshold',
    kind: 'duration',
    field: 'LastContactThreshold',
    usage: 'How long a healthy server may go without the leader.',
  },
  {
    name: 'max-trailing-logs',
    kind: 'unsigned',
    field: 'MaxTrailingLogs',
    usage: 'How far a healthy server may trail the leader.',
  },
  { name: 'min-quorum', kind: 'unsigned', field: 'MinQuorum', usage: 'Servers that are never removed.' },
  {
    name: 'redundancy-zone-tag',
    kind: 'string',
    field: 'RedundancyZoneTag',
    usage: 'Metadata of a node that names its zone. Consul Enterprise only.',
  },
  {
    name: 'server-stabilization-time',
    kind: 'duration',
    field: 'ServerStabilizationTime',
    usage: 'How long a server must be healthy before it is added.',
  },
  {
    name: 'upgrade-version-tag',
    kind: 'string',
    field: 'UpgradeVersionTag',
    usage: 'Metadata of a node that names its version. Consul Enterprise only.',
  },
]

/** `miniconsul operator autopilot set-config`. */
export const command = clientCommand({
  call: 'operator autopilot set-config [options]',
  about: 'Changes the configuration of Autopilot; what is not named stays.',
  flags: [...clientFlags, ...SETTINGS],
  async run({ flags, client, print }) {
    const asked = client('Error initializing client')
    const answer = await explain('Error querying Autopilot configuration', asked.get(AUTOPILOT_PATH))
    const config = answer.json<AutopilotConfig>()
    const changed = Object.fromEntries(
      SETTINGS.filter(({ name }) => flags.has(name)).map(setting => [setting.field, valueOf(flags, setting)]),
    )
    const query = { cas: String(config.ModifyIndex) }
    const body = toJson({ ...config, ...changed })
    const done = await explain('Error setting Autopilot configuration', asked.put(AUTOPILOT_PATH, body, query))
    if (!done.text().includes('true'))
      throw new CommandError('Configuration could not be atomically updated, please try again')
    print('Configuration updated!')
  },
})

function valueOf(flags: Flags, { name, kind }: Setting): unknown {
  if (kind === 'bool') return flags.bool(name)
  if (kind === 'unsigned') return flags.uint(name)
  const text = flags.string(name) ?? ''
  return kind === 'duration' ? formatDuration(parseDuration(text)) : text
}
