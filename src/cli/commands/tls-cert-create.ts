import { type Flag, type Flags, parseFlags } from '../../go/flag.ts'
import { CertificateError, makeCertificate } from '../../lib/certificates.ts'
import { type CertificateNames, existing, namesOf, read, save } from '../certificate-files.ts'
import { type Command, CommandError, type CommandIo } from '../command.ts'
import { usageOf } from '../usage.ts'

const DAYS = 365
const KINDS = ['server', 'client', 'cli'] as const
type Kind = (typeof KINDS)[number]

const USAGES: Readonly<Record<Kind, readonly ('server' | 'client')[]>> = {
  server: ['server', 'client'],
  client: ['client', 'server'],
  cli: [],
}

const flags: readonly Flag[] = [
  { name: 'additional-dnsname', kind: 'list', usage: 'A further DNS name.' },
  { name: 'additional-ipaddress', kind: 'list', usage: 'A further IP address.' },
  { name: 'ca', kind: 'string', usage: 'File of the authority. Default: that of the domain.' },
  { name: 'cli', kind: 'switch', usage: 'For commands.' },
  { name: 'client', kind: 'switch', usage: 'For a client agent.' },
  { name: 'days', kind: 'integer', usage: `How long it is valid. Default: ${DAYS}.` },
  { name: 'dc', kind: 'string', usage: 'Datacenter of the agent. Default: dc1.' },
  { name: 'domain', kind: 'string', usage: 'Domain of the agent. Default: consul.' },
  { name: 'key', kind: 'string', usage: "File of the authority's key. Default: that of the domain." },
  { name: 'node', kind: 'string', usage: 'Name of the node, for a DNS name of its own. Goes with -server.' },
  { name: 'server', kind: 'switch', usage: 'For a server.' },
]

const WARNING = `==> WARNING: Server Certificates grants authority to become a
    server and access all state in the cluster including root keys
    and all ACL tokens. Do not distribute them to production hosts
    that are not server nodes. Store them as securely as CA keys.
`

/** `miniconsul tls cert create`. */
export const command: Command = {
  usage: usageOf('tls cert create [options]', 'Makes a certificate that the authority signs, in files.', flags),
  async run(argv, io) {
    const given = parseFlags(flags, argv)
    for (const name of ['ca', 'key']) {
      if (given.string(name) === '') throw new CommandError(`Please provide the ${name}`)
    }
    const kind = kindOf(given)
    const domain = given.string('domain') ?? 'consul'
    const dc = given.string('dc') ?? 'dc1'
    const names = freeNames(`${dc}-${kind}-${domain}`, io)
    const authority = namesOf(`${domain}-agent-ca`)
    const ca = given.string('ca') ?? authority.certificate
    const key = given.string('key') ?? authority.key
    const pair = { pem: read(ca, 'Error reading CA', io), keyPem: read(key, 'Error reading CA key', io) }
    if (kind === 'server') io.stdout.write(WARNING)
    io.stdout.write(`==> Using ${ca} and ${key}\n`)
    const own = `${kind}.${dc}.${domain}`
    const node = given.string('node') || undefined
    try {
      const made = await makeCertificate(pair, {
        commonName: own,
        dnsNames: [
          ...given.list('additional-dnsname'),
          ...(node === undefined ? [] : [`${node}.${own}`]),
          own,
          'localhost',
        ],
        ipAddresses: [...given.list('additional-ipaddress'), ...(kind === 'cli' ? [] : ['127.0.0.1'])],
        usages: USAGES[kind],
        now: io.clock.now(),
        days: given.int('days') ?? DAYS,
      })
      save(names, made, io)
    } catch (error) {
      if (error instanceof CertificateError) throw new CommandError(error.message, { cause: error })
      throw error
    }
    return 0
  },
}

function kindOf(given: Flags): Kind {
  const chosen = KINDS.filter(kind => given.bool(kind))
  const [kind] = chosen
  if (kind === undefined || chosen.length > 1) throw new CommandError('Please provide either -server, -client, or -cli')
  if ((given.string('node') ?? '') !== '' && kind !== 'server') throw new CommandError('-node requires -server')
  return kind
}

/** Those with the first number that neither has. */
function freeNames(base: string, io: CommandIo): CertificateNames {
  for (let number = 0; ; number++) {
    const names = namesOf(`${base}-${number}`)
    if (existing(names, io) === undefined) return names
  }
}
