import type { Config } from './decode.ts'

/** Merges configurations in their order: a later scalar wins, lists append, maps merge; neither input is changed. */
export function mergeConfigs(configs: readonly Config[]): Config {
  return configs.reduce<Config>(merge, {})
}

/** The lists of a configuration, at any depth, and all the rest. */
export function splitLists(config: Config): [lists: Config, rest: Config] {
  const lists: Config = {}
  const rest: Config = {}
  for (const [name, value] of Object.entries(config)) {
    if (Array.isArray(value)) lists[name] = value
    else if (isMap(value)) [lists[name], rest[name]] = splitLists(value)
    else rest[name] = value
  }
  return [lists, rest]
}

/** Single blocks that may stand in several files, each meaning one more of a list. */
const GATHERED: Readonly<Record<string, string>> = { service: 'services', check: 'checks' }

/** Turns a file's `service` and `check` blocks into members of the lists, so that merging keeps them all. */
export function gatherDefinitions(config: Config): Config {
  const result: Config = { ...config }
  for (const [single, plural] of Object.entries(GATHERED)) {
    const block = result[single]
    delete result[single]
    if (block !== undefined) result[plural] = [...asList(result[plural]), block]
  }
  return result
}

function merge(into: Config, from: Config): Config {
  const result: Config = { ...into }
  for (const [name, value] of Object.entries(from)) {
    const before = result[name]
    if (Array.isArray(before) && Array.isArray(value))
      result[name] = [...(before as unknown[]), ...(value as unknown[])]
    else if (isMap(before) && isMap(value)) result[name] = merge(before, value)
    else result[name] = value
  }
  return result
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])

const isMap = (value: unknown): value is Config => typeof value === 'object' && value !== null && !Array.isArray(value)
