import type { CommandEntry } from '../../src/cli/command.ts'
import { keysOf, WITHOUT_EFFECT } from '../../src/config/without-effect.ts'
import type { Route } from '../../src/http/route.ts'

const HEAD = `# Compatibility

Which paths of Consul's HTTP API miniconsul answers, which of its commands and configuration keys it has, and how near it comes to Consul 1.21.4. This
page is made from the tables of routes, commands and configuration keys; \`UPDATE_COMPATIBILITY=1 npx vitest run test/unit/compatibility.test.ts\` writes it anew.

- **full**: behaves as recorded from the real thing, its errors included.
- **partial**: does, but for what the note says.
- **none**: answers 501 with the reason, never an empty success.

A path that is not listed answers 404, as it does in Consul without an Enterprise licence.

Bodies may have 8 MiB and 64 KiB, but 512 KiB where they have more than 20,000 members; larger ones are answered 413 with the limit and its reason. Consul
has limits for keys, transactions and peerings only, which are the same here.

Not there at all: Envoy, which no command starts, and xDS and the other services over gRPC. \`agent/self\` names the ports as Consul does, but nothing
listens on \`ports.grpc\` (8502), so that a proxy is refused the connection; \`ports.grpc_tls\` (8503) takes peerings of other clusters of miniconsul alone.
`

const COMMANDS = `# Commands

Compared with the official command, by 184 recorded results and several hundred further calls: what it prints, and how it exits.
What holds for all of them:

- Help texts are our own. After an invalid flag our help is printed; the official one adds \`Failed to parse args\` at times.
- An unknown command is named in a line before the overview.
- \`-stale\` goes with every read. A \`CONSUL_HTTP_SSL\` that is neither true nor false is passed over without a warning.
- A name that DNS does not know is an error that does not name the resolver. \`User-Agent\` is \`miniconsul\`.

| command | | |
| --- | --- | --- |`

function commandRow({ name, notBuilt, note = '', own = false }: CommandEntry): string {
  const text = notBuilt === undefined ? note : `Says so and exits with 1: ${notBuilt}.`
  const kind = notBuilt === undefined ? (own ? 'our own' : note === '' ? 'full' : 'partial') : 'none'
  return `| \`${name}\` | ${kind} | ${text.replaceAll('|', '\\|')} |`
}

const CONFIGURATION = `
# Configuration

Every key of Consul is accepted, and a wrong value is refused as Consul refuses it. All have their effect but these; an agent that is given one of them
names it in a warning when it starts, unless Consul itself does, or it asks for what is so anyway. Files that \`tls.internal_rpc\` names serve checks
(\`enable_agent_tls_for_checks\`) alone: agents speak their own protocol, without TLS.

| keys | why they change nothing |
| --- | --- |`

const keyRow = ({ keys, reason }: (typeof WITHOUT_EFFECT)[number]): string =>
  `| ${keysOf(keys)
    .map(({ path }) => `\`${path}\``)
    .join(', ')} | ${reason} |`

/** The page that tells how near each route and command comes to the real one. */
export function compatibilityPage(routes: readonly Route[], commands: readonly CommandEntry[]): string {
  const areas = [...new Set(routes.map(areaOf))].toSorted()
  const sections = areas.map(area =>
    section(
      area,
      routes.filter(route => areaOf(route) === area),
    ),
  )
  return [
    HEAD,
    ...sections,
    COMMANDS,
    ...commands.map(commandRow),
    CONFIGURATION,
    ...WITHOUT_EFFECT.map(keyRow),
    '',
  ].join('\n')
}

const areaOf = ({ path }: Route): string => (path.startsWith('/v1/') ? (path.split('/')[2] ?? '') : 'web page')

function section(area: string, rows: readonly Route[]): string {
  const lines = rows
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, methods, fidelity = 'full', note = '' }) => {
      return `| \`${path}\` | ${Object.keys(methods).join(', ')} | ${fidelity} | ${note.replaceAll('|', '\\|')} |`
    })
  return [`## ${area}`, '', '| path | methods | | |', '| --- | --- | --- | --- |', ...lines, ''].join('\n')
}
