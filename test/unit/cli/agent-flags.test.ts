import { expect, it } from 'vitest'
import { agentFlags, configOfFlags } from '../../../src/cli/agent-flags.ts'
import { withoutEffect } from '../../../src/config/without-effect.ts'
import { type Flag, parseFlags } from '../../../src/go/flag.ts'
import { isObject } from '../../../src/lib/equal.ts'

const VALUES: Partial<Record<Flag['kind'], string>> = { int: '1', duration: '1s', pairs: 'a:b' }

/** The path of the only key that a configuration has. */
function pathOf(config: object): string {
  const [[name = '', value] = []] = Object.entries(config)
  return isObject(value) && !name.endsWith('meta') ? `${name}.${pathOf(value)}` : name
}

const keyed = agentFlags
  .map(flag => {
    const argv = flag.kind === 'bool' ? [`-${flag.name}`] : [`-${flag.name}`, VALUES[flag.kind] ?? 'x']
    return { ...flag, path: pathOf(configOfFlags(parseFlags(agentFlags, argv))) }
  })
  .filter(({ path }) => path !== '')

it('the help calls those flags ignored whose keys have no effect, and no others', () => {
  expect(keyed.length).toBeGreaterThan(60)
  const told = keyed.filter(({ usage }) => /Ignored|done here anyway/.test(usage)).map(({ name }) => name)
  expect(told).toEqual(keyed.filter(({ path }) => withoutEffect(path) !== undefined).map(({ name }) => name))
})
