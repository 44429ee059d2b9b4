import type { ConsulClient } from '../client/client.ts'
import { invalidBooleans } from '../client/environment.ts'
import { ClientError } from '../client/errors.ts'
import { ClientResponse } from '../client/response.ts'
import { clientOf } from './client-flags.ts'
import { type Command, CommandError, type CommandIo } from './command.ts'
import { type Flag, type Flags, parseFlags } from '../go/flag.ts'
import { usageOf } from './usage.ts'

/** What a command that asks an agent works with. */
export interface ClientContext {
  readonly flags: Flags
  readonly args: readonly string[]
  readonly io: CommandIo
  /** The client that the flags describe. It is made here, because arguments are refused before; `failed` begins the message if not. */
  client(failed?: string): ConsulClient
  /** Writes a line to stdout. */
  print(line: string): void
  /** Writes a line to stderr. */
  complain(line: string): void
}

/** A command that asks an agent, as it is described. */
export interface ClientCommand {
  /** How it is called: `kv get [options] [KEY]`. */
  readonly call: string
  readonly about: string
  readonly flags: readonly Flag[]
  readonly flagErrorCode?: number
  /** Reads the command line, where arguments do not simply follow the flags. */
  parse?(argv: readonly string[]): Pick<ClientContext, 'flags' | 'args'>
  /** Resolves to the exit code, 0 when that is undefined. Throw a CommandError to end it otherwise. */
  run(context: ClientContext): Promise<number | void>
}

/** Makes it a command: flags are read, errors written. */
export function clientCommand({ call, about, flags: table, flagErrorCode, parse, run }: ClientCommand): Command {
  const command: Command = {
    flagErrorCode,
    get usage() {
      return usageOf(call, about, table)
    },
    async run(argv, io) {
      const { flags, args } = parse?.(argv) ?? plain(parseFlags(table, argv))
      const context: ClientContext = {
        flags,
        args,
        io,
        client: failed => {
          warnOfVariables(io)
          return clientOf(flags, io.env, failed)
        },
        print: line => void io.stdout.write(`${line}\n`),
        complain: line => void io.stderr.write(`${line}\n`),
      }
      return (await run(context)) ?? 0
    },
  }
  return command
}

const plain = (flags: Flags): Pick<ClientContext, 'flags' | 'args'> => ({ flags, args: flags.args })

/** As the official client warns, which looks at its environment twice. */
function warnOfVariables({ env, stderr, clock }: CommandIo): void {
  const time = new Date(clock.now()).toISOString()
  const warnings = invalidBooleans(env).map(problem => `${time} [WARN]  consul-api: ${problem}\n`)
  for (const warning of [...warnings, ...warnings]) stderr.write(warning)
}

/**
 * Ends the command with a message that begins so when the agent cannot be asked, or refuses:
 * `await explain('Error reloading', client.put(…))`. `say` makes another message of the reason.
 */
export async function explain<T>(
  prefix: string,
  asked: Promise<T>,
  say = (reason: string): string => `${prefix}: ${reason}`,
): Promise<T> {
  try {
    const answer = await asked
    return answer instanceof ClientResponse ? (answer.explained(say) as ClientResponse & T) : answer
  } catch (error) {
    if (!(error instanceof ClientError || error instanceof CommandError)) throw error
    throw new CommandError(say(error.message), { cause: error })
  }
}
