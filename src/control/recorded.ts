/** The journal's entries as plain data, each as it was when it was read. */

/** A recorded answer. */
export interface RecordedAnswer {
  /** The status, such as 200. */
  readonly status: number
  /** The headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** The start of the body as text, up to 4 KiB, with secrets of Consul's API as `<hidden>`; '' for a streamed body. */
  readonly body: string
}

/** A recorded HTTP request and its outcome. */
export interface RecordedRequest {
  /** Its place in the journal, from 1 on. */
  readonly id: number
  /** When it arrived, on the emulator's clock: milliseconds since 1970. */
  readonly at: number
  /** `GET`, `PUT`, … */
  readonly method: string
  /** Path and query as they came, a token in it hidden. */
  readonly url: string
  /** The path as it came, still encoded. */
  readonly path: string
  /** The members of the query; the first one where a name is repeated. */
  readonly query: Readonly<Record<string, string>>
  /** The key that a request to `/v1/kv/` names; undefined for any other. */
  readonly key: string | undefined
  /** The secret of its token, from a header or the query; '' for none. It is not shown where a request is printed or serialized. */
  readonly token: string
  /** The accessor ID of that token, with ACLs on; '' where it is not known. */
  readonly accessor: string
  /** Its headers by lower-case name, credentials as `<hidden>`. */
  readonly headers: Readonly<Record<string, string>>
  /** The start of its body as text, up to 4 KiB, as far as it was read. Secrets of the ACL system in it are hidden. */
  readonly body: string
  /** The status of the answer; undefined until it is answered, and if the client disconnected before. */
  readonly status: number | undefined
  /** The answer; undefined while `status` is. */
  readonly answer: RecordedAnswer | undefined
  /** Milliseconds until the answer on the emulator's clock; undefined while `status` is. */
  readonly duration: number | undefined
  /** Whether it blocked. */
  readonly blocked: boolean
  /** The ID of the fault that was applied to it. */
  readonly fault: string | undefined
}

/** A recorded DNS question and its outcome. */
export interface RecordedQuery {
  /** Its place in the journal, from 1 on. */
  readonly id: number
  /** When it came, on the emulator's clock: milliseconds since 1970. */
  readonly at: number
  /** The transport. */
  readonly transport: 'udp' | 'tcp'
  /** The queried name without its trailing dot; '' for an unreadable packet. */
  readonly name: string
  /** `A`, `SRV`, …; the number of a type without a name. */
  readonly type: string
  /** `NOERROR`, `NXDOMAIN`, …; undefined without an answer. */
  readonly rcode: string | undefined
  /** The number of records in the answer section. */
  readonly answers: number | undefined
  /** Milliseconds until the answer on the emulator's clock; undefined without one. */
  readonly duration: number | undefined
  /** The ID of the fault that was applied to it. */
  readonly fault: string | undefined
}
