import { quoteGo } from './quote.ts'

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const VALUE = /^[^\x00-\x08\x0a-\x1f\x7f]*$/

/** Header names to their values. */
export type HttpFields = Readonly<Record<string, readonly string[]>>

/** Whether it can be a method, or the name of a header. */
const isToken = (text: string): boolean => TOKEN.test(text)

/** Refuses a method as Go's `http.NewRequest` does. */
export function checkMethod(method: string): void {
  if (!isToken(method)) throw new Error(`net/http: invalid method ${quoteGo(method)}`)
}

/** Refuses headers that cannot be sent, as Go's client does. */
export function checkFields(fields: HttpFields): void {
  for (const [name, values] of Object.entries(fields)) {
    if (!isToken(name)) throw new Error(`net/http: invalid header field name ${quoteGo(name)}`)
    if (!values.every(value => VALUE.test(value)))
      throw new Error(`net/http: invalid header field value for ${quoteGo(name)}`)
  }
}
