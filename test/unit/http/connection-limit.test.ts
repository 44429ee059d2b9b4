import { connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { startConsul } from './routes/agent/harness.ts'
import { defaultSettings } from '../../../src/model/settings.ts'

const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

const limited = (httpMaxConnsPerClient: number): ReturnType<typeof startConsul> =>
  startConsul({ limits: { ...defaultSettings.limits, httpMaxConnsPerClient } })

function open(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  sockets.push(socket)
  return new Promise(resolve => socket.once('connect', () => resolve(socket)))
}

it('turns away a connection that is one too many, until another one is closed', async () => {
  const consul = await limited(2)
  const first = await open(consul.url)
  await open(consul.url)
  const third = await open(consul.url)
  third.write('GET /v1/status/leader HTTP/1.1\r\nHost: a\r\n\r\n')
  let text = ''
  for await (const chunk of third) text += String(chunk)
  expect(text).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\nContent-Type: text\/plain\r\n/)
  expect(text).toMatch(/\r\n\r\nYour IP is issuing too many concurrent connections, please rate limit your calls\n$/)
  first.destroy()
  await expect.poll(async () => (await consul.get('/v1/status/leader').catch(() => undefined))?.status).toBe(200)
})

it('without a limit lets any number in', async () => {
  const consul = await limited(0)
  await Promise.all(Array.from({ length: 250 }, () => open(consul.url)))
  expect((await consul.get('/v1/status/leader')).status).toBe(200)
})
