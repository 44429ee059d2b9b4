import { runToEnd, type Sliceable } from '../../lib/slices.ts'
import { Cursor } from './cursor.ts'
import type { ItemNode } from './ast.ts'
import { HclError, showPosition } from './error.ts'
import { JsonParser } from './json-parser.ts'
import { Parser } from './parser.ts'
import { type HclObject, membersValue } from './values.ts'

/** Reads a document in HCL (version 1) or in HCL's idea of JSON. Throws HclError with Consul's text. */
export const parseHcl = (document: Uint8Array): HclObject => membersValue(runToEnd(read(document, false)).items)

/** The members of a document as they were written. */
export const readHclItems = (document: Uint8Array): Document => runToEnd(read(document, false))

/** The same, where arguments that are given twice are refused; in slices. */
export const parseHclItems = (document: Uint8Array): Sliceable<Document> => read(document, true)

interface Document {
  readonly items: readonly ItemNode[]
  readonly json: boolean
}

function* read(document: Uint8Array, strict: boolean): Sliceable<Document> {
  const cursor = new Cursor(document)
  const json = isJson(document)
  const parser = json ? new JsonParser(cursor) : new Parser(cursor, strict)
  let items
  try {
    items = (yield* parser.document()).items
  } catch (error) {
    // What was wrong with the characters is told rather than what came of it.
    if (!(error instanceof HclError && cursor.complaint)) throw error
  }
  if (cursor.complaint) {
    const { at, message } = cursor.complaint
    throw new HclError(`${json ? '' : 'At '}${showPosition(at)}: ${message}`)
  }
  return { items: items ?? [], json }
}

/** Whether the first character that is not blank opens an object. */
function isJson(document: Uint8Array): boolean {
  const first = document.find(byte => byte !== 0x20 && (byte < 9 || byte > 13))
  return first === 0x7b
}
