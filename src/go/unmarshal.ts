import { decodeJson, type Schema } from './decode.ts'
import { JsonError, parseJson } from './json.ts'

/** A JSON text read by a schema as Go's json.Unmarshal does: nothing may follow the value, and syntax is looked at first. */
export function unmarshal<T>(schema: Schema<T, unknown>, data: Uint8Array): T {
  checkSyntax(data)
  return decodeJson(schema, data)
}

function checkSyntax(data: Uint8Array): void {
  // Go asks at the end whether a space could follow: not where a literal, a number or an escape is cut off
  const problem = syntaxProblem(data) && syntaxProblem(Buffer.concat([data, SPACE]))
  if (problem) {
    throw problem.message.endsWith('EOF') ? new JsonError('unexpected end of JSON input', { cause: problem }) : problem
  }
  const text = Buffer.from(data).toString()
  const [char] = text.slice(endOfValue(text)).replace(/^[ \t\r\n]+/, '')
  if (char !== undefined) throw new JsonError(`invalid character '${char}' after top-level value`)
}

const SPACE = Buffer.from(' ')

function syntaxProblem(data: Uint8Array): JsonError | undefined {
  try {
    parseJson(data)
    return undefined
  } catch (error) {
    if (error instanceof JsonError) return error
    throw error
  }
}

const TOKEN = /[ \t\r\n]*(?:"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|.)/suy

/** Where the first value of a text ends that is known to begin with one. */
function endOfValue(text: string): number {
  let depth = 0
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const last = found[0].at(-1)
    if (last === '[' || last === '{') depth++
    else if (last === ']' || last === '}') depth--
    if (depth === 0) return TOKEN.lastIndex
  }
  return text.length
}
