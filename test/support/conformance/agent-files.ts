import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RequestStep } from './http-client.ts'
import { isObject } from './json.ts'
import type { Json, Scenario } from './scenario.ts'
import { usualConfig } from './target.ts'
import { fill, type Variables } from './variables.ts'

/** The configuration of one agent of a scenario, in its folder. */
export interface AgentFiles {
  readonly node: string
  readonly file: string
  /** Further words of the command line. */
  readonly args: readonly string[]
  readonly client: boolean
  /** How the agent is asked whether it is ready. */
  readonly ask: RequestStep
  /** The configuration as the file has it. */
  readonly config: Readonly<Record<string, Json>>
  /** Merges a change into the file; null removes a key. */
  configure(change: Record<string, Json>): void
}

export interface Place {
  readonly dir: string
  readonly ports: Readonly<Record<string, Json>>
  /** What `${…}` stands for in the configuration. */
  readonly vars: Variables
  /** Ports for those that a scenario opens by `"free"`. */
  readonly free?: Readonly<Record<string, number>>
}

/** Ports that are closed unless a scenario opens them. */
const CLOSED: Readonly<Record<string, number | undefined>> = { https: undefined, grpc: -1, grpc_tls: -1 }

/** Writes the files of an agent: those that the scenario brings, and its configuration. */
export function writeAgentFiles(scenario: Scenario, name: string | undefined, place: Place): AgentFiles {
  const given = (name === undefined ? scenario.agent : scenario.agents?.[name]) ?? {}
  const { files = {}, client, reach = {}, args = [], ports, ...own } = given
  const { dir, vars } = place
  for (const [path, text] of Object.entries(isObject(files) ? files : {})) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), fill(String(text), vars))
  }
  const asked = isObject(ports) ? (ports as Record<string, Json>) : {}
  const opened = Object.entries(CLOSED).map(([key, closed]) => [
    key,
    asked[key] === 'free' ? place.free?.[key] : (closed ?? asked[key]),
  ])
  const config: Record<string, Json> = {
    ...usualConfig,
    ...(name !== undefined && { node_name: `node-${name}` }),
    ...fill(own, vars),
    ports: { ...place.ports, ...asked, ...Object.fromEntries(opened.filter(([, port]) => port !== undefined)) },
  }
  if (name !== undefined && own['node_id'] === undefined) delete config['node_id']
  const file = join(dir, 'agent.json')
  const write = (): void => writeFileSync(file, JSON.stringify(config))
  write()
  return {
    node: String(config['node_name']),
    file,
    args: fill(args, vars) as string[],
    client: client === true,
    ask: {
      ...(scenario.token !== undefined && { headers: { 'X-Consul-Token': scenario.token } }),
      ...(fill(reach, vars) as RequestStep),
    },
    config,
    configure(change) {
      for (const [key, value] of Object.entries(change)) {
        if (value === null) delete config[key]
        else if (key === 'ports' && isObject(value)) config[key] = { ...(config[key] as object), ...value } as Json
        else config[key] = value
      }
      write()
    },
  }
}
