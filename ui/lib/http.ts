import type { Answer } from './answer.ts'
import { readJson } from './json.ts'
import { tokenHeader } from './token.ts'

/** An answer that says no. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number

  constructor(status: number, text: string) {
    super(text.trim() === '' ? `The agent answered ${status}.` : text.trim())
    this.status = status
  }
}

/** Tells the agent that it is this page that asks: a foreign page cannot send it. */
const OWN = { 'X-Miniconsul': '1' }

/** Asks the agent. Rejects only when there was no answer at all. */
export async function request(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(path, { ...init, headers: { ...OWN, ...tokenHeader() }, cache: 'no-store' })
  return {
    status: response.status,
    index: response.headers.get('x-consul-index') ?? undefined,
    text: await response.text(),
    filtered: response.headers.get('x-consul-results-filtered-by-acls') === 'true',
  }
}

/** Changes something. Rejects with the agent's own words when it refuses. */
export async function send(method: 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<string> {
  const answer = await request(path, { method, ...(body !== undefined && { body: asBody(body) }) })
  if (answer.status >= 400) throw new Refusal(answer.status, answer.text)
  return answer.text
}

const asBody = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body)

/** Reads once. */
export async function get<T>(path: string): Promise<T> {
  const answer = await request(path)
  if (answer.status >= 400) throw new Refusal(answer.status, answer.text)
  return readJson(answer.text) as T
}
