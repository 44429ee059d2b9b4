import { compileRegexp } from '../go/regexp/regexp.ts'
import { isIPv4 } from 'node:net'
import { quoteGo } from '../go/quote.ts'
import { type InterfaceAddress, isForwardable, isPrivate, isPublic, machineAddresses } from './interfaces.ts'

/** What is wrong with a template, in Consul's words as far as it has any. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}

/** Replaces the go-sockaddr templates of a text, such as `{{ GetPrivateIP }}`, by the addresses they stand for. */
export function expandTemplates(text: string, addresses: () => readonly InterfaceAddress[] = machineAddresses): string {
  if (!text.includes('{{')) return text
  const context: Context = { text, addresses: addresses() }
  return text.replaceAll(/\{\{(.*?)\}\}/gs, (_, pipeline: string) => {
    const result = runPipeline(pipeline, context)
    return typeof result === 'string' ? result : result.map(({ address }) => address).join(' ')
  })
}

interface Context {
  readonly text: string
  readonly addresses: readonly InterfaceAddress[]
}

type Value = string | readonly InterfaceAddress[]
type Words = readonly string[]

/** The entry of a table by a name from a template. */
const known = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined

/** Words of a step: names, and strings in quotes. */
const WORD = /\s*("(?:[^"\\]|\\.)*"|`[^`]*`|[^\s"`|]+)/gy

function runPipeline(pipeline: string, context: Context): Value {
  let value: Value | undefined
  for (const step of stepsOf(pipeline)) {
    const [name = '', ...args] = step
    const source = known(SOURCES, name)
    const filter = known(FILTERS, name)
    if (value === undefined && source) value = source(context, args)
    else if (value !== undefined && typeof value !== 'string' && filter) value = filter(value, args)
    else throw unable(context, name)
  }
  return value ?? ''
}

function unable({ text }: Context, name: string): TemplateError {
  const quoted = quoteGo(text)
  const why = `template: sockaddr.Parse:1: function ${quoteGo(name)} not defined`
  return new TemplateError(`unable to parse template ${quoted}: ${why}`)
}

function stepsOf(pipeline: string): Words[] {
  const steps: string[][] = [[]]
  const text = pipeline.trim()
  for (let at = 0; at < text.length;) {
    if (text[at] === '|') {
      steps.push([])
      at++
      continue
    }
    WORD.lastIndex = at
    const word = WORD.exec(text)?.[1]
    if (word === undefined) at++
    else {
      steps.at(-1)?.push(/^["`]/.test(word) ? word.slice(1, -1) : word)
      at = WORD.lastIndex
    }
  }
  return steps
}

const named = (addresses: readonly InterfaceAddress[], name = ''): InterfaceAddress[] =>
  addresses.filter(address => address.name === name)
const first = (list: readonly InterfaceAddress[]): string => list[0]?.address ?? ''
const joined = (list: readonly InterfaceAddress[]): string => list.map(({ address }) => address).join(' ')

const SOURCES: Readonly<Record<string, (context: Context, args: Words) => Value>> = {
  GetPrivateIP: ({ addresses }) => first(addresses.filter(isPrivate)),
  GetPrivateIPs: ({ addresses }) => joined(addresses.filter(isPrivate)),
  GetPrivateInterfaces: ({ addresses }) => addresses.filter(isPrivate),
  GetPublicIP: ({ addresses }) => first(addresses.filter(isPublic)),
  GetPublicIPs: ({ addresses }) => joined(addresses.filter(isPublic)),
  GetPublicInterfaces: ({ addresses }) => addresses.filter(isPublic),
  // Of the loopback interface it gives nothing, in Consul too.
  GetInterfaceIP: ({ addresses }, [name]) => first(named(addresses, name).filter(isForwardable)),
  GetInterfaceIPs: ({ addresses }, [name]) => joined(named(addresses, name)),
  GetAllInterfaces: ({ addresses }) => addresses,
}

type Filter = (list: readonly InterfaceAddress[], args: Words) => Value

const FILTERS: Readonly<Record<string, Filter>> = {
  include: (list, [selector = '', wanted = '']) => list.filter(selected(selector, wanted)),
  exclude(list, [selector = '', wanted = '']) {
    const unwanted = selected(selector, wanted)
    return list.filter(address => !unwanted(address))
  },
  attr(list, [attribute = '']) {
    const [address] = list
    return address ? attributeOf(address, attribute) : ''
  },
  join: (list, [attribute = '', separator = '']) =>
    list.map(address => attributeOf(address, attribute)).join(separator),
  limit: (list, [count]) => list.slice(0, Number(count)),
  offset: (list, [count]) => list.slice(Number(count)),
}

const ATTRIBUTES: Readonly<Record<string, (address: InterfaceAddress) => string>> = {
  address: ({ address }) => address,
  name: ({ name }) => name,
  type: ({ address }) => (isIPv4(address) ? 'IPv4' : 'IPv6'),
}

function attributeOf(address: InterfaceAddress, name: string): string {
  const attribute = known(ATTRIBUTES, name)
  if (!attribute) throw new TemplateError(`unsupported attribute name ${quoteGo(name)}`)
  return attribute(address)
}

function selected(selector: string, wanted: string): (address: InterfaceAddress) => boolean {
  if (selector === 'type') return address => attributeOf(address, 'type').toLowerCase() === wanted.toLowerCase()
  if (selector === 'address') return ({ address }) => matching(wanted, address)
  if (selector === 'name') return ({ name }) => matching(wanted, name)
  throw new TemplateError(`invalid include selector ${quoteGo(selector)}`)
}

function matching(pattern: string, text: string): boolean {
  const { regexp, problem } = compileRegexp(pattern)
  if (problem !== undefined) throw new TemplateError(`Unable to compile name regexp ${quoteGo(pattern)}: ${problem}`)
  return regexp.test(text)
}
