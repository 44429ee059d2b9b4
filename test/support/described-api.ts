import { violations, type Schema } from './json-schema.ts'

type Content = Readonly<Record<string, { readonly schema: Schema }>>

interface DescribedAnswer {
  readonly headers?: Readonly<Record<string, unknown>>
  readonly content: Content
}

interface DescribedOperation {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, DescribedAnswer>>
}

/** An OpenAPI document, as far as it is looked at here. */
export interface ApiDocument {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** Holds requests and answers against an OpenAPI document. */
export class DescribedApi {
  readonly document: ApiDocument
  /** The operations that were asked and did what they are for. */
  readonly used = new Set<string>()

  constructor(document: ApiDocument) {
    this.document = withoutReferences(document, document) as ApiDocument
  }

  get operations(): readonly DescribedOperation[] {
    return Object.values(this.document.paths).flatMap(item =>
      Object.entries(item).flatMap(([method, operation]) => (method === 'parameters' ? [] : [operation])),
    )
  }

  /** What of an exchange is not as described. */
  problems(method: string, url: string, body: string | undefined, answer: Response, text: string): string[] {
    const [path = '', search = ''] = url.split('?')
    const operation = this.#find(method, path)
    if (!operation) return [`${method} ${path} is not described`]
    const known = new Set(operation.parameters?.map(({ name }) => name))
    const problems = [...new URLSearchParams(search).keys()]
      .filter(name => !known.has(name))
      .map(name => `the parameter ${name} is not described`)
    if (answer.status === 200) {
      this.used.add(operation.operationId)
      problems.push(...bodyProblems(operation, body))
    }
    const described = operation.responses[answer.status]
    if (!described) return [...problems, `the status ${answer.status} is not described`]
    return [...problems, ...answerProblems(described, answer, text)].map(problem => `${method} ${url}: ${problem}`)
  }

  #find(method: string, path: string): DescribedOperation | undefined {
    const found = Object.entries(this.document.paths).find(([template, item]) => {
      const pattern = template.replace(/[.*+?^$|[\]\\()]/g, '\\$&').replace(/\{\w+\}/g, '[^/]+')
      return new RegExp(`^${pattern}$`).test(path) && item[method.toLowerCase()] !== undefined
    })
    return found?.[1][method.toLowerCase()]
  }
}

/** Each reference replaced by what it stands for. */
function withoutReferences(value: unknown, { components }: ApiDocument): unknown {
  const replaced = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(replaced)
    if (typeof part !== 'object' || part === null) return part
    if (!('$ref' in part))
      return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, replaced(member)]))
    const schema = components.schemas[String(part.$ref).replace('#/components/schemas/', '')]
    if (!schema) throw new Error(`There is no ${String(part.$ref)}.`)
    return replaced(schema)
  }
  return replaced(value)
}

function bodyProblems({ requestBody }: DescribedOperation, body: string | undefined): string[] {
  if (body === undefined) return requestBody?.required === true ? ['the body is required'] : []
  if (!requestBody) return ['a body is not described']
  const json = requestBody.content['application/json']
  return json ? violations(json.schema, parsed(body), 'body') : []
}

function answerProblems({ headers = {}, content }: DescribedAnswer, answer: Response, text: string): string[] {
  const missing = Object.keys(headers).filter(name => answer.headers.get(name) === null)
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? ''
  const described = content[type]
  const problems = missing.map(name => `the header ${name} is missing`)
  if (!described) return [...problems, `the content type ${type} is not described`]
  return [...problems, ...violations(described.schema, type === 'application/json' ? JSON.parse(text) : text, 'answer')]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
