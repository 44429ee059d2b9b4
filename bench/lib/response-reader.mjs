// Reads HTTP/1.1 answers from a socket, as little of them as is needed to know where each ends.
const HEAD_END = Buffer.from('\r\n\r\n')
const LENGTH = Buffer.from('Content-Length: ')
const CHUNKED = Buffer.from('Transfer-Encoding: chunked')
const LF = 10

const IN_HEAD = 0
const IN_BODY = 1
const IN_CHUNK_SIZE = 2
const IN_CHUNK = 3
const IN_TRAILER = 4

export class ResponseReader {
  #state = IN_HEAD
  #rest = undefined
  #left = 0
  #line = ''
  #status = 0
  #head = ''
  #parts = []
  #keep
  #onResponse

  /**
   * `onResponse(status, head, body)` is called at the end of each answer; without `keep` the head is '' and the
   * body undefined, which is what a load generator wants.
   */
  constructor(onResponse, keep = false) {
    this.#onResponse = onResponse
    this.#keep = keep
  }

  /** Takes the next `end` bytes. They may be overwritten after the call. */
  push(bytes, end = bytes.length) {
    let at = 0
    let chunk = bytes
    if (this.#rest) {
      chunk = Buffer.concat([this.#rest, bytes.subarray(0, end)])
      end = chunk.length
      this.#rest = undefined
    }
    while (at < end) {
      if (this.#state === IN_HEAD) at = this.#readHead(chunk, at, end)
      else if (this.#state === IN_BODY || this.#state === IN_CHUNK) at = this.#readBody(chunk, at, end)
      else at = this.#readLine(chunk, at, end)
    }
  }

  #readHead(chunk, at, end) {
    const headEnd = chunk.indexOf(HEAD_END, at)
    if (headEnd < 0 || headEnd + 4 > end) {
      this.#rest = Buffer.from(chunk.subarray(at, end))
      return end
    }
    this.#status = (chunk[at + 9] - 48) * 100 + (chunk[at + 10] - 48) * 10 + (chunk[at + 11] - 48)
    if (this.#keep) this.#head = chunk.latin1Slice(at, headEnd)
    const chunked = chunk.indexOf(CHUNKED, at)
    if (chunked >= 0 && chunked < headEnd) {
      this.#state = IN_CHUNK_SIZE
      return headEnd + 4
    }
    const length = chunk.indexOf(LENGTH, at)
    if (length >= 0 && length < headEnd) {
      let size = 0
      for (let i = length + LENGTH.length; chunk[i] >= 48 && chunk[i] <= 57; i++) size = size * 10 + chunk[i] - 48
      this.#beginBody(size)
    } else {
      this.#findBody(chunk.latin1Slice(at, headEnd))
    }
    return headEnd + 4
  }

  #findBody(head) {
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
      this.#state = IN_CHUNK_SIZE
      return
    }
    this.#beginBody(Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0))
  }

  #beginBody(size) {
    this.#left = size
    if (size > 0) this.#state = IN_BODY
    else this.#done()
  }

  #readBody(chunk, at, end) {
    const take = Math.min(this.#left, end - at)
    if (this.#keep) this.#keepPart(chunk, at, take)
    this.#left -= take
    if (this.#left === 0) {
      if (this.#state === IN_BODY) this.#done()
      else this.#state = IN_CHUNK_SIZE
    }
    return at + take
  }

  #keepPart(chunk, at, take) {
    // a chunk ends in CRLF, which is not part of the body
    const data = this.#state === IN_CHUNK ? Math.min(take, Math.max(0, this.#left - 2)) : take
    if (data > 0) this.#parts.push(Buffer.from(chunk.subarray(at, at + data)))
  }

  #readLine(chunk, at, end) {
    while (at < end) {
      const byte = chunk[at++]
      if (byte !== LF) {
        this.#line += String.fromCharCode(byte)
        continue
      }
      const line = this.#line.trim()
      this.#line = ''
      if (this.#state === IN_TRAILER) {
        if (line === '') this.#done()
      } else {
        const size = Number.parseInt(line, 16)
        this.#left = size + 2
        this.#state = size > 0 ? IN_CHUNK : IN_TRAILER
      }
      break
    }
    return at
  }

  #done() {
    this.#state = IN_HEAD
    const body = this.#keep ? Buffer.concat(this.#parts) : undefined
    const head = this.#head
    this.#parts = []
    this.#onResponse(this.#status, head, body)
  }
}
