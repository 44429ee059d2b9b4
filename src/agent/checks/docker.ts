import http from 'node:http'
import { onAbort } from './abort.ts'
import { outputLimit } from './definition.ts'
import { TailBuffer } from './output.ts'
import type { Probe } from './periodic.ts'
import type { CheckStatus } from '../../model/rows.ts'
import { errnoText } from '../../go/errno.ts'
import { errorText } from '../../lib/error-text.ts'

/** Where Docker's API is; `DOCKER_HOST` may name another place. */
const USUAL_HOST = 'unix:///var/run/docker.sock'

const STATUS_OF_EXIT: Readonly<Record<number, CheckStatus>> = { 0: 'passing', 1: 'warning' }

/** Runs a program in a container by Docker's API: exit code 0 passes, 1 warns, all else is critical. */
export function dockerProbe(env: Readonly<Record<string, string | undefined>> = process.env): Probe {
  return async (definition, signal) => {
    const { dockerContainerId: container, args } = definition
    const docker = new DockerApi(env['DOCKER_HOST'] || USUAL_HOST, signal)
    const output = new TailBuffer(outputLimit(definition))
    try {
      const id = await docker.createExec(container, args)
      await docker.startExec(container, id, output)
      const code = await docker.exitCode(container, id)
      return { status: STATUS_OF_EXIT[code] ?? 'critical', output: output.captured() }
    } catch (error) {
      return { status: 'critical', output: errorText(error) }
    }
  }
}

class DockerApi {
  readonly #place: { readonly socketPath: string } | { readonly host: string; readonly port: number }
  /** As Go writes it before a path. */
  readonly #url: string
  readonly #dialled: string
  readonly #signal: AbortSignal

  constructor(host: string, signal: AbortSignal) {
    this.#signal = signal
    if (host.startsWith('unix://')) {
      const socketPath = host.slice('unix://'.length)
      this.#place = { socketPath }
      this.#url = `http://${encodeURIComponent(socketPath)}`
      this.#dialled = `unix ${socketPath}`
    } else {
      const url = new URL(host.replace(/^tcp:/, 'http:'))
      this.#place = { host: url.hostname, port: Number(url.port || '2375') }
      this.#url = url.origin
      this.#dialled = `tcp ${url.host}`
    }
  }

  /** Resolves to the ID of the run to be. */
  async createExec(container: string, command: readonly string[]): Promise<string> {
    const what = `create exec failed for container ${container}`
    const body = { AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: false, Cmd: command }
    const { status, text } = await this.#send(what, 'POST', `/containers/${container}/exec`, body)
    if (status === 201) return String((JSON.parse(text) as { Id?: unknown }).Id)
    if (status === 404) throw new Error(`${what} for unknown container`)
    if (status === 409) throw new Error(`${what} since container is paused or stopped`)
    throw new Error(`${what} with status ${status}: ${text}`)
  }

  async startExec(container: string, id: string, output: TailBuffer): Promise<void> {
    const what = `start exec failed for container ${container}`
    const { status, text } = await this.#send(what, 'POST', `/exec/${id}/start`, { Detach: false, Tty: true }, output)
    if (status !== 200) throw new Error(`${what} with status ${status}: ${text}`)
  }

  async exitCode(container: string, id: string): Promise<number> {
    const what = `inspect exec failed for container ${container}`
    const { status, text } = await this.#send(what, 'GET', `/exec/${id}/json`)
    if (status !== 200) throw new Error(`${what} with status ${status}: ${text}`)
    return Number((JSON.parse(text) as { ExitCode?: unknown }).ExitCode)
  }

  /** `what`: begins the message of a failure. `output`: takes a body that comes with status 200, in place of the text. */
  #send(
    what: string,
    method: string,
    path: string,
    body?: object,
    output?: TailBuffer,
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = { Host: 'docker', ...(body && { 'Content-Type': 'application/json' }) }
      const sent = http.request({ ...this.#place, agent: false, method, path, headers })
      const verb = method.charAt(0) + method.slice(1).toLowerCase()
      const fail = (reason: string): void => {
        forget()
        sent.destroy()
        reject(new Error(`${what}: ${verb} "${this.#url}${path}": ${reason}`))
      }
      const forget = onAbort(this.#signal, () => fail('context deadline exceeded'))
      sent.on('error', error => fail(`dial ${this.#dialled}: connect: ${errnoText(error)}`))
      sent.on('response', response => {
        const status = response.statusCode ?? 0
        const received = status === 200 && output ? output : new TailBuffer(MAX_ANSWER)
        response.on('data', (chunk: Buffer) => received.write(chunk))
        response.on('error', () => fail('unexpected EOF'))
        response.on('end', () => {
          forget()
          resolve({ status, text: received.text() })
        })
      })
      sent.end(body && `${JSON.stringify(body)}\n`)
    })
  }
}

/** Bytes of an answer that are read. */
const MAX_ANSWER = 64 * 1024
