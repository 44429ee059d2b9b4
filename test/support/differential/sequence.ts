import fc from 'fast-check'
import type { Scenario, Step } from '../conformance/scenario.ts'
import type { Command } from './commands/command.ts'
import { areas } from './commands/index.ts'

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

export const stepsOf = (commands: readonly Command[]): Step[] => [...OPENING, ...commands.flatMap(named)]

/** The commands up to the one that a step belongs to. */
export function upTo(commands: readonly Command[], step: number): Command[] {
  let steps = OPENING.length
  const last = commands.findIndex(command => (steps += command.length) > step)
  return commands.slice(0, last + 1)
}

/** The hash of a config entry is made of the real agent's own structures: only whether two are equal can be compared. */
export const scenarioOf = (commands: readonly Command[]): Scenario => ({
  name: 'differential',
  relate: ['Hash'],
  steps: stepsOf(commands),
})

/** Sequences of commands of some areas, mixed. */
export function sequences(names: readonly string[], length: number): fc.Arbitrary<Command[]> {
  const unknown = names.filter(name => !Object.hasOwn(areas, name))
  if (unknown.length > 0) throw new Error(`There is no area ${unknown.join(', ')}: ${Object.keys(areas).join(', ')}.`)
  const commands = names.map(name => areas[name] as fc.Arbitrary<Command>)
  return fc.array(fc.oneof(...commands), { minLength: length, maxLength: length })
}
