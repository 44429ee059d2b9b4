import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One DNS query, and how loosely its answer is looked at. */
export interface Question {
  name: string
  type: string
  /** The UDP size advertised. */
  edns?: number
  tcp?: boolean
  opcode?: number
  rd?: boolean
  /** Exactly these bytes, in hexadecimal, instead of a query. */
  raw?: string
  /** Accept that no answer comes within so many milliseconds. */
  silence?: number
  /** Look at the numbers of records only. */
  count?: boolean
  /** Look only at whether the packet fits into so many bytes and has answers. */
  withinSize?: number
  /** Ask up to `tries` times, until there are so many answers. */
  untilAnswers?: number
  tries?: number
  /** The order of the records matters. */
  ordered?: boolean
}

/** One step of a scenario; fixtures/conformance/README.md says what each part means. */
export interface Step {
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: Json
  repeat?: number
  base64?: boolean
  chunked?: boolean
  save?: Record<string, string>
  start?: string
  settle?: number
  await?: string
  took?: [number, number]
  until?: Until
  dns?: Question
  sleep?: number
  write?: Record<string, string>
  keep?: string
  send?: string
  asText?: boolean
  anyRedirect?: boolean
  unordered?: boolean | string
  only?: string[]
  /** Read a text answer as JSON. */
  asJson?: boolean
  /** Look at the kinds of values instead of the values. */
  shape?: boolean
  /** Which agent it goes to; the scenario's own without it. */
  on?: string
  /** The server whose log the indexes of the answer belong to. */
  space?: string
  /** As many requests at once, each on a connection of its own: how many got which status. */
  many?: number
  /** A failure is the answer: how a request, or the start of an agent, failed. */
  fails?: boolean
  /** Over TLS, with a client certificate if one is given. */
  https?: boolean | { cert: string; key: string }
  /** Over a unix socket. */
  socket?: string
  /** To another port. */
  port?: number
  /** Look at the name in the server's certificate, too. */
  peer?: boolean
  /** Indexes up to here belong to the start-up. */
  mark?: boolean
  /** End the agent with this signal and start it again. */
  restart?: NodeJS.Signals
  /** End the agent with this signal; with `exit`, look at its exit code. */
  kill?: NodeJS.Signals
  exit?: boolean
  /** Start the agent again. */
  begin?: boolean
  /** Send this signal. */
  signal?: NodeJS.Signals
  /** Merged into the configuration file; null removes a key. */
  configure?: Record<string, Json>
  /** The answer that was recorded, normalised. */
  expect?: Json
}

/** What is polled for; all of it has to hold. */
export interface Until {
  path?: string
  is?: Json
  status?: number
  /** A part of the body. */
  text?: string
  /** An item of the list at `path` with these values. */
  has?: Record<string, Json>
  /** How many items the list at `path` has. */
  length?: number
  /** Milliseconds to poll for; 10 s without it. */
  within?: number
}

export interface Scenario {
  name: string
  about?: string
  /**
   * Configuration of the agent besides the usual. `files` are written into its folder first, `args` are further words of its
   * command line, `reach` says how readiness is asked for where plain HTTP is off, `client: true` makes it no server.
   */
  agent?: Record<string, Json>
  /** Further agents beside the first, by name. */
  agents?: Record<string, Record<string, Json>>
  /** Started with a data folder instead of `-dev`. */
  durable?: boolean
  /** The token with which readiness is asked for. */
  token?: string
  /** `leader`: ready as soon as there is a leader, because nobody may look at the catalog yet. */
  ready?: 'leader'
  /** JSON keys whose value is not compared. */
  ignore?: string[]
  /** JSON keys whose values are compared by identity: `<hash-1>`, … */
  relate?: string[]
  steps: Step[]
}

export interface Area {
  name: string
  scenarios: Scenario[]
}

/** Reads one file of scenarios. */
export const readScenarios = (file: string): Scenario[] =>
  JSON.parse(readFileSync(file, 'utf8').replaceAll('TESTING KEY-----', 'PRIVATE KEY-----')) as Scenario[]

/** Reads every file of scenarios in a folder, by name. */
export function readAreas(folder: URL): Area[] {
  const files = readdirSync(folder)
    .filter(file => file.endsWith('.json'))
    .sort()
  return files.map(file => ({
    name: file.slice(0, -'.json'.length),
    scenarios: readScenarios(fileURLToPath(new URL(file, folder))),
  }))
}
