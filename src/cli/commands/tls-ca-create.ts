import { type Flag, parseFlags } from '../../go/flag.ts'
import { makeAuthority } from '../../lib/certificates.ts'
import { existing, namesOf, save } from '../certificate-files.ts'
import { type Command, CommandError } from '../command.ts'
import { usageOf } from '../usage.ts'

const DAYS = 1825
const PLACE = 'C=US, ST=CA, L=San Francisco, 2.5.4.9=101 Second Street, 2.5.4.17=94105, O=HashiCorp Inc.'

const flags: readonly Flag[] = [
  {
    name: 'additional-name-constraint',
    kind: 'list',
    usage: 'Sign names of this domain, too. Goes with -name-constraint.',
  },
  { name: 'cluster-id', kind: 'string', usage: 'ID of the cluster, for the URI of the certificate.' },
  { name: 'common-name', kind: 'string', usage: 'Common name. Default: Consul Agent CA and a number.' },
  { name: 'days', kind: 'integer', usage: `How long it is valid. Default: ${DAYS}.` },
  { name: 'domain', kind: 'string', usage: 'Domain of the agents, which the files are named for. Default: consul.' },
  { name: 'name-constraint', kind: 'switch', usage: 'Sign names of the domain only.' },
]

/** `miniconsul tls ca create`. */
export const command: Command = {
  usage: usageOf('tls ca create [options]', 'Makes a certificate authority in files of the current folder.', flags),
  async run(argv, io) {
    const given = parseFlags(flags, argv)
    const domain = given.string('domain') ?? 'consul'
    const names = namesOf(`${domain}-agent-ca`)
    const taken = existing(names, io)
    if (taken !== undefined) throw new CommandError(`${taken} already exists.`)
    const clusterId = given.string('cluster-id') ?? ''
    const commonName = given.string('common-name') ?? ''
    const pair = await makeAuthority({
      now: io.clock.now(),
      days: given.int('days') ?? DAYS,
      subject: serialNumber => `${PLACE}, CN=${commonName === '' ? `Consul Agent CA ${serialNumber}` : commonName}`,
      permittedDomains: given.bool('name-constraint')
        ? [...given.list('additional-name-constraint'), domain, 'localhost']
        : [],
      ...(clusterId !== '' && { uri: `spiffe://${clusterId}.${domain}` }),
    })
    save(names, pair, io)
    return 0
  },
}
