import { isObject } from '../../lib/equal.ts'

/**
 * What came over the wire, in the shape of a template: what is of another type is as in the template. An empty object in it
 * stands for a map of texts.
 */
export function shaped<T>(template: T, value: unknown): T {
  if (Array.isArray(template))
    return (Array.isArray(value) ? value.filter(item => typeof item === 'string') : template) as T
  if (!isObject(template)) return typeof value === typeof template ? (value as T) : template
  if (!isObject(value)) return template
  const names = Object.keys(template)
  if (names.length === 0)
    return Object.fromEntries(Object.entries(value).filter(([, item]) => typeof item === 'string')) as T
  return Object.fromEntries(names.map(name => [name, shaped(template[name], value[name])])) as T
}
