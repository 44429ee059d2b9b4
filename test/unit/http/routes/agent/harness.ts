import { afterTest } from '../../../../support/after-test.ts'
import { Emulator, type EmulatorParts } from '../../../../../src/emulator.ts'
import { defaultSettings, type Settings } from '../../../../../src/model/settings.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

export interface Consul {
  readonly agent: Emulator['agent']
  readonly url: string
  readonly get: (path: string) => Promise<Answer>
  readonly put: (path: string, body?: unknown) => Promise<Answer>
}

/** An emulator on free ports, and requests to it. */
export async function startConsul(settings: Partial<Settings> = {}, parts: EmulatorParts = {}): Promise<Consul> {
  const ports = { ...defaultSettings.ports, http: 0, dns: -1, ...settings.ports }
  const consul = new Emulator({ ...defaultSettings, ...settings, ports }, parts)
  afterTest(() => consul.close())
  await consul.listen()
  const url = `http://127.0.0.1:${consul.http.port}`
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(url + path, init)
    const text = await response.text()
    const isJson = response.headers.get('content-type') === 'application/json' && text !== ''
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
  }
  return {
    agent: consul.agent,
    url,
    get: path => ask(path, {}),
    put: (path, body) =>
      ask(path, {
        method: 'PUT',
        body: typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
      }),
  }
}
