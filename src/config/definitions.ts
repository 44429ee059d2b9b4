import { DecodeError } from '../go/decode.ts'
import type { Settings } from '../model/settings.ts'
import type { Config } from './decode.ts'
import { checkOf, serviceBodyOf, serviceOf } from './definition-bodies.ts'
import { definitionProblems } from './definition-problems.ts'
import type { ConfigReader } from './reader.ts'

/** The services and checks that a configuration defines; what is wrong with them is added to the problems of its reader. */
export function readDefinitions(reader: ConfigReader): Pick<Settings, 'services' | 'checks'> {
  // durations that are none were reported when all were looked at; without them nothing can be decoded
  const decoded = <T>(read: () => T): T[] => {
    try {
      return [read()]
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      if (reader.problems.length === 0) reader.problems.push(error.message)
      return []
    }
  }
  const services = reader.blocks('services').flatMap(block => {
    const found = decoded(() => serviceBodyOf(block))
    reader.problems.push(...(found.length > 0 ? found.flatMap(definitionProblems) : problemsOf(block)))
    return found
  })
  const checks = reader.blocks('checks').flatMap(block => decoded(() => checkOf(block)))
  return { services: services.map(serviceOf), checks }
}

/** What is wrong with a service besides its checks, which may be such that they cannot be decoded. */
function problemsOf(block: Config): readonly string[] {
  const { check: _, checks: __, ...rest } = block
  try {
    return definitionProblems(serviceBodyOf(rest))
  } catch (error) {
    if (error instanceof DecodeError) return []
    throw error
  }
}
