import { compileRegexp } from '../../go/regexp/regexp.ts'
import { clientCommand, type ClientContext, explain } from '../client-command.ts'
import { clientFlags } from '../client-flags.ts'
import { CommandError } from '../command.ts'
import { ExecRun, type Job } from '../exec-run.ts'
import type { Flag, Flags } from '../../go/flag.ts'

const flags: readonly Flag[] = [
  ...clientFlags,
  { name: 'node', kind: 'string', usage: 'Regular expression for the names of nodes.' },
  { name: 'prefix', kind: 'string', usage: 'Prefix of the keys that are used. Default: _rexec.' },
  { name: 'service', kind: 'string', usage: 'Regular expression for the services of nodes.' },
  { name: 'shell', kind: 'switch', usage: 'Give the command to a shell. Default: true.' },
  { name: 'tag', kind: 'string', usage: 'Regular expression for the tags of those services.' },
  { name: 'verbose', kind: 'switch', usage: 'Print what happens.' },
  { name: 'wait', kind: 'time', usage: 'How long to wait when nothing is heard. Default: 2s.' },
  { name: 'wait-repl', kind: 'time', usage: 'Time between writing the job and announcing it. Default: 200ms.' },
]

/** `miniconsul exec`. */
export const command = clientCommand({
  call: 'exec [options] [-|command...]',
  about:
    'Runs a command on the nodes whose agents allow it (disable_remote_exec = false) and prints what they print. ' +
    'With - the script is read from the input.',
  flags,
  async run(context) {
    const { flags } = context
    const job = await readJob(context)
    checkFilters(flags)
    const client = context.client()
    const self = await explain('Error querying Consul agent', client.get('/v1/agent/self'))
    const { Datacenter: local } = self.json<{ Config: { Datacenter: string } }>().Config
    const datacenter = flags.string('datacenter')
    return new ExecRun(client, context, {
      job,
      prefix: flags.string('prefix') ?? '_rexec',
      wait: flags.milliseconds('wait') ?? DEFAULT_WAIT,
      replication: flags.milliseconds('wait-repl') ?? DEFAULT_REPLICATION,
      foreign: datacenter !== undefined && datacenter !== '' && datacenter !== local,
    }).run()
  },
})

const DEFAULT_WAIT = 2_000
const DEFAULT_REPLICATION = 200

async function readJob({ args, flags, io }: ClientContext): Promise<Job> {
  if (args.length === 1 && args[0] === '-') {
    const script = await io.stdin.read()
    if (script.length > 0) return { Script: Buffer.from(script).toString('base64') }
  } else if (args.length > 0) {
    return flags.has('shell') && !flags.bool('shell') ? { Args: args } : { Command: args.join(' ') }
  }
  throw new CommandError('Must specify a command to execute', { withUsage: true })
}

function checkFilters(flags: Flags): void {
  for (const name of ['node', 'service', 'tag']) {
    const { problem } = compileRegexp(flags.string(name) ?? '')
    if (problem !== undefined) throw new CommandError(`Failed to compile ${name} filter regexp: ${problem}`)
  }
  if (flags.string('tag') && !flags.string('service')) {
    throw new CommandError('Cannot provide tag filter without service filter.')
  }
}
