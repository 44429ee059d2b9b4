import { bool, map, raw, string, stringMap, struct, uint64 } from '../../go/decode.ts'
import { JsonError, toJson } from '../../go/json.ts'
import { unmarshal } from '../../go/unmarshal.ts'
import { clientCommand, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError, type CommandIo } from '../command.ts'
import { FileError, readFile } from '../data.ts'

/** `miniconsul connect ca set-config`. */
export const command = clientCommand({
  call: 'connect ca set-config [options]',
  about: 'Changes the configuration of the certificate authority.',
  flags: [
    ...clientFlags,
    { name: 'config-file', kind: 'string', usage: 'File with the configuration, as JSON.' },
    {
      name: 'force-without-cross-signing',
      kind: 'switch',
      usage: 'Change the provider even where it cannot sign across.',
    },
  ],
  async run({ flags, io, client, print }) {
    const asked = client('Error initializing client')
    const path = flags.string('config-file')
    if (!path) throw new CommandError('The -config-file flag is required')
    const config = readConfig(path, io)
    const body = toJson({
      ...config,
      ...(flags.bool('force-without-cross-signing') && { ForceWithoutCrossSigning: true }),
    })
    await explain('Error setting CA configuration', asked.put('/v1/connect/ca/configuration', body))
    print('Configuration updated!')
  },
})

/** What else a file holds is not looked at. */
const configSchema = struct(
  {
    Provider: string(),
    Config: map(raw(), 'map[string]interface {}'),
    State: stringMap(),
    ForceWithoutCrossSigning: bool(),
    CreateIndex: uint64(),
    ModifyIndex: uint64(),
  },
  { name: 'api.CAConfig' },
)

function readConfig(path: string, io: CommandIo): object {
  try {
    return unmarshal(configSchema, readFile(path, io))
  } catch (error) {
    if (error instanceof FileError)
      throw new CommandError(`Error reading config file: ${error.message}`, { cause: error })
    if (error instanceof JsonError)
      throw new CommandError(`Error parsing config file: ${error.message}`, { cause: error })
    throw error
  }
}
