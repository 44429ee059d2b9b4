import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { exchangeOf } from '../../../../src/http/node-exchange.ts'
import type { Prepared } from '../../../../src/http/reply.ts'
import { AnswerText } from '../../../../src/http/fast-path/answer-text.ts'
import { DateLine } from '../../../../src/http/fast-path/date-line.ts'
import { talk, undated } from '../../../support/raw-client.ts'
import { get } from '../../../support/raw-requests.ts'

const answer = (headers: string[], body: string | Uint8Array = '', status = 200): Prepared => ({
  status,
  headers,
  body,
})

afterEach(() => void vi.useRealTimers())

describe('the text of an answer', () => {
  it.each<[string, Prepared]>([
    ['a small one', answer(['Content-Type', 'text/plain', 'content-LENGTH', '2'], 'ok')],
    ['bytes as units', answer(['Content-Length', '2'], '\u00ff\u0000')],
    ['no body', answer(['Content-Length', '0'], '', 404)],
    ['not modified', answer(['ETag', '"a"'], '', 304)],
    ['an own date', answer(['date', 'today', 'Content-Length', '0'])],
    ['a status without a name', answer(['Content-Length', '0'], '', 599)],
    ['the end', answer(['Connection', 'close', 'Content-Length', '0'], '', 400)],
    ['chunks', answer(['Transfer-Encoding', 'chunked'], 'ok')],
    ['chunks of a handler', answer(['X-A', '1', 'transfer-encoding', 'gzip, Chunked', 'X-B', '2'], 'x'.repeat(20))],
    ['no chunks', answer(['Transfer-Encoding', 'chunked'], '')],
    ['a name again', answer(['X', '1', 'x', '2', 'Content-Length', '0'])],
    ['odd values', answer(['X-A', '', 'X-B', ' a\t\u00e9 ', 'Content-Length', '0'])],
  ])('is that of node:http: %s', async (_, prepared) => {
    const server = createServer((raw, res) => exchangeOf(raw, res).responder.send(prepared)).listen(0, '127.0.0.1')
    await new Promise<void>(resolve => server.once('listening', resolve))
    const heard = await talk((server.address() as AddressInfo).port, [get('/')])
    await new Promise(resolve => server.close(resolve))
    expect(`${undated(new AnswerText(prepared).at(new DateLine().text))}<end>`).toBe(heard)
  })

  it('is without a body of bytes', () => {
    expect(new AnswerText(answer(['Content-Length', '1'], Buffer.from('x'))).at('')).toMatch(/\r\n\r\n$/)
    const chunked = new AnswerText(answer(['Transfer-Encoding', 'chunked'], Buffer.from('x')))
    expect(chunked.at('')).toMatch(/\r\n\r\n1\r\n$/)
    expect(chunked.end).toBe('\r\n0\r\n\r\n')
  })

  it('tells the time of the machine, whenever it is sent', () => {
    vi.useFakeTimers({ now: Date.UTC(2030, 0, 1), toFake: ['Date'] })
    const text = new AnswerText({ ...answer(['Content-Length', '2'], 'ok'), dateAt: 0 })
    const date = new DateLine()
    const at = (time: string): string =>
      `HTTP/1.1 200 OK\r\nDate: Tue, 01 Jan 2030 ${time} GMT\r\nContent-Length: 2\r\n\r\nok`
    expect(text.at(date.text)).toBe(at('00:00:00'))
    vi.advanceTimersByTime(999)
    expect(text.at(date.text)).toBe(at('00:00:00'))
    vi.advanceTimersByTime(1)
    expect(text.at(date.text)).toBe(at('00:00:01'))
    vi.setSystemTime(Date.UTC(2030, 0, 1))
    expect(text.at(date.text)).toBe(at('00:00:00'))
  })

  it.each([
    [['Connection', 'close'], true],
    [['connection', 'x, Close'], true],
    [['Connection', 'keep-alive'], false],
    [['Connection', 'closed'], false],
    [['X-Connection', 'close'], false],
    [[], false],
  ])('tells whether it is the last one: %j', (headers, closes) => {
    expect(new AnswerText(answer(headers)).closes).toBe(closes)
    expect(new AnswerText(answer(headers, '', 400)).closes).toBe(closes)
  })

  it.each([
    ['X', 'a\r\nb'],
    ['X', 'a\nb'],
    ['X', '\0'],
    ['X', '\x7f'],
    ['X', '\u2026'],
    ['', 'a'],
    ['X Y', 'a'],
    ['X:', 'a'],
    ['X\r\nY', 'a'],
    ['\u00e9', 'a'],
  ])('is none with a header that would not stay in its line: %j: %j', (name, value) => {
    expect(() => new AnswerText(answer([name, value]))).toThrow(TypeError)
  })
})
