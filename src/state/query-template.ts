import { compileCaptures } from '../go/regexp/regexp.ts'
import { renderTemplate, TemplateEvaluationError, TemplateSyntaxError } from '../go/hil.ts'
import { StateError } from './errors.ts'
import type { PreparedQuery } from '../model/rows.ts'

/** Characters that the variables of a template may become in all: each of 40,000 could be as long as a URL. */
const MAX_FILLED = 1_000_000

type Template = Pick<PreparedQuery, 'Name' | 'Template' | 'Service'>

/** Refuses a template that could not be filled in: it is tried with the query's own name. */
export function checkTemplate(query: Template): void {
  const { Type, Regexp } = query.Template
  if (Type === '') return
  const fail = (why: string): StateError => new StateError(`failed compiling template: ${why}`)
  if (Type !== 'name_prefix_match') throw fail(`Bad Template.Type '${Type}'`)
  const { problem } = compileCaptures(Regexp)
  if (problem !== undefined) throw fail(`Bad Regexp: ${problem}`)
  try {
    renderService(query, query.Name)
  } catch (err) {
    if (err instanceof BadText) throw fail(err.message)
    throw err
  }
}

/** A query with its texts filled in for the name that it was asked by; one that is no template is itself. */
export function renderQuery(query: PreparedQuery, name: string): PreparedQuery {
  if (query.Template.Type === '') return query
  const service = renderService(query, name)
  if (!query.Template.RemoveEmptyTags || !service.Tags) return { ...query, Service: service }
  return { ...query, Service: { ...service, Tags: service.Tags.filter(tag => tag !== '') } }
}

class BadText extends Error {}

function renderService({ Name, Template, Service }: Template, name: string): PreparedQuery['Service'] {
  const groups = Template.Regexp === '' ? undefined : compileCaptures(Template.Regexp).regexp?.exec(name)
  const suffix = name.startsWith(Name) ? name.slice(Name.length) : name
  let left = MAX_FILLED
  const filled = (text: string): string => {
    left -= text.length
    if (left < 0) throw new StateError(`the query template is filled in with more than ${MAX_FILLED} characters`)
    return text
  }
  const scope = {
    variables: {
      get 'name.full'() {
        return filled(name)
      },
      get 'name.prefix'() {
        return filled(Name)
      },
      get 'name.suffix'() {
        return filled(suffix)
      },
      'agent.segment': '',
    },
    functions: { match: (n: number) => filled(groups?.[n] ?? '') },
  }
  const render = (text: string, path: string): string => {
    try {
      return renderTemplate(text, scope)
    } catch (err) {
      if (err instanceof TemplateSyntaxError) throw new BadText(`Bad format '${text}' in ${path}: ${err.message}`)
      if (err instanceof TemplateEvaluationError)
        throw new BadText(`Bad evaluation for '${text}' in ${path}: ${err.message}`)
      throw err
    }
  }
  return mapTexts(Service, 'Service', render) as PreparedQuery['Service']
}

/** Every text in a value, in order, with where it stands; keys of maps stay as they are. */
function mapTexts(value: unknown, path: string, render: (text: string, path: string) => string): unknown {
  if (typeof value === 'string') return render(value, path)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item, i) => mapTexts(item, `${path}[${i}]`, render))
  const isMap = path.endsWith('Meta')
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      mapTexts(member, isMap ? `${path}[${key}]` : `${path}.${key}`, render),
    ]),
  )
}
