import { encodeBinary } from '../go/json/utf8.ts'

/** A name of a header. */
export const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** What no value of a header may hold, as Node has it. One unit a byte. */
export const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/

/** What a `Host` may be, as Go has it. */
export const HOST = /^[A-Za-z0-9!$&'()*+,\-.:;=[\]_~%]*$/

const LINE_ENDS = /[\r\n]/g
const ALL_UNSENDABLE = new RegExp(UNSENDABLE, 'g')
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/

/** A value as Go sends it, its bytes as they are and on one line; Node sends no other control characters, so those are left out. */
export const sendable = (value: string): string =>
  PLAIN.test(value) ? value : encodeBinary(value).replace(LINE_ENDS, ' ').replace(ALL_UNSENDABLE, '').trim()
