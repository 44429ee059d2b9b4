import { clientFlags } from '../client-flags.ts'
import { clientCommand, explain } from '../client-command.ts'
import { AUTOPILOT_PATH, type AutopilotConfig } from './autopilot.ts'
import { quoteGo } from '../../go/quote.ts'

/** `miniconsul operator autopilot get-config`. */
export const command = clientCommand({
  call: 'operator autopilot get-config [options]',
  about: 'Prints the configuration of Autopilot.',
  flags: clientFlags,
  async run({ client, print }) {
    const answer = await explain(
      'Error querying Autopilot configuration',
      client('Error initializing client').get(AUTOPILOT_PATH),
    )
    const config = answer.json<AutopilotConfig>()
    for (const name of PLAIN) print(`${name} = ${config[name]}`)
    print(`RedundancyZoneTag = ${quoteGo(config.RedundancyZoneTag)}`)
    print(`DisableUpgradeMigration = ${config.DisableUpgradeMigration}`)
    print(`UpgradeVersionTag = ${quoteGo(config.UpgradeVersionTag)}`)
  },
})

const PLAIN = [
  'CleanupDeadServers',
  'LastContactThreshold',
  'MaxTrailingLogs',
  'MinQuorum',
  'ServerStabilizationTime',
] as const
