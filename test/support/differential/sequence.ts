import fc from 'fast-check'
import type { Scenario, Step } from '../conformance/scenario.ts'
import { settled, type Command } from './commands/command.ts'
import { areas, settings } from './commands/index.ts'
import type { Setting } from './commands/setting.ts'

/** Every sequence begins with something to read. */
const OPENING: readonly Step[] = [
  { method: 'PUT', path: '/v1/session/create', body: { LockDelay: '0s' }, save: { s1: 'ID' } },
  { method: 'PUT', path: '/v1/session/create', body: { LockDelay: '0s', Behavior: 'delete' }, save: { s2: 'ID' } },
  { method: 'PUT', path: '/v1/kv/a', body: '1' },
  { method: 'GET', path: '/v1/kv/a', save: { i: '0.ModifyIndex' } },
]

/** A command whose readers have names of their own in a sequence. */
const named = (command: Command, at: number): Command =>
  JSON.parse(JSON.stringify(command).replaceAll('#', `${at}`)) as Command

/** That of most areas, which can be mixed. */
export const USUAL: Setting = { scenario: {}, opening: OPENING }

/** What the agents of some areas are like. */
export function settingOf(names: readonly string[]): Setting {
  const own = names.map(name => settings[name]).find(setting => setting !== undefined)
  if (own && names.length > 1) throw new Error(`The areas ${names.join(', ')} need different agents.`)
  return own ?? USUAL
}

/** The areas whose agents are the usual ones. */
export const usualAreas = (): string[] => Object.keys(areas).filter(name => !Object.hasOwn(settings, name))

export const stepsOf = (commands: readonly Command[], { opening } = USUAL): Step[] => [
  ...opening,
  ...commands.flatMap(named),
]

/** The commands up to the one that a step belongs to. */
export function upTo(commands: readonly Command[], step: number, { opening } = USUAL): Command[] {
  let steps = opening.length
  const last = commands.findIndex(command => (steps += command.length) > step)
  return commands.slice(0, last + 1)
}

/** The hash of a config entry is made of the real agent's own structures: only whether two are equal can be compared. */
export const scenarioOf = (commands: readonly Command[], setting = USUAL): Scenario => ({
  name: 'differential',
  relate: ['Hash'],
  ...setting.scenario,
  steps: stepsOf(commands, setting),
})

const asItIs = (command: Command): Command => command

/** What is written to the real agent is in the catalog a moment later. */
function withItsSync(command: Command): Command {
  const last = command.at(-1)
  const isWrite = last?.method === 'PUT' && /^\/v1\/agent\/(?:service|check|maintenance)/.test(last.path ?? '')
  return isWrite ? settled(command) : command
}

/** Sequences of commands of some areas, mixed. */
export function sequences(names: readonly string[], length: number): fc.Arbitrary<Command[]> {
  const unknown = names.filter(name => !Object.hasOwn(areas, name))
  if (unknown.length > 0) throw new Error(`There is no area ${unknown.join(', ')}: ${Object.keys(areas).join(', ')}.`)
  // what is read is the agent's own there
  const areOwn = names.every(name => name === 'agent')
  const commands = names.map(name => (areas[name] as fc.Arbitrary<Command>).map(areOwn ? asItIs : withItsSync))
  return fc.array(fc.oneof(...commands), { minLength: length, maxLength: length })
}
