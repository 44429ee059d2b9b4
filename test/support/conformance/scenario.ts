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
  until?: { path: string; is: Json }
  dns?: Question
  sleep?: number
  write?: Record<string, string>
  keep?: string
  send?: string
  asText?: boolean
  anyRedirect?: boolean
  unordered?: boolean | string
  only?: string[]
  /** The answer that was recorded, normalised. */
  expect?: Json
}

export interface Scenario {
  name: string
  about?: string
  /** Configuration of the agent besides the usual. */
  agent?: Record<string, Json>
  /** JSON keys whose value is not compared. */
  ignore?: string[]
  steps: Step[]
}

export interface Area {
  name: string
  scenarios: Scenario[]
}

/** Reads one file of scenarios. */
export const readScenarios = (file: string): Scenario[] => JSON.parse(readFileSync(file, 'utf8')) as Scenario[]

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
