import { DEEPEST, type ItemNode, type Node, type ObjectNode } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { HclError, type Position } from './error.ts'
import { scanJsonToken } from './json-lexer.ts'
import { unquote } from './strings.ts'
import type { Token, TokenType } from './token.ts'
import type { Sliceable } from '../../lib/slices.ts'

const SCALARS: ReadonlySet<TokenType> = new Set<TokenType>(['STRING', 'NUMBER', 'FLOAT'])

/** Reads a document that is JSON, as leniently as HCL does: commas and closing braces may be missing. */
export class JsonParser {
  readonly #cursor: Cursor
  #depth = 0

  constructor(cursor: Cursor) {
    this.#cursor = cursor
  }

  /** The document's object, in slices; what follows it is not looked at. */
  *document(): Sliceable<ObjectNode> {
    this.#scan()
    const items: ItemNode[] = []
    while (this.#next(items)) yield
    return { kind: 'object', at: undefined, items }
  }

  #scan(): Token {
    return scanJsonToken(this.#cursor)
  }

  #members(): ItemNode[] {
    const items: ItemNode[] = []
    while (this.#next(items));
    return items
  }

  /** Reads one more member; false where the object ends. */
  #next(items: ItemNode[]): boolean {
    const key = this.#scan()
    if (key.type === 'RBRACE' || key.type === 'EOF') return false
    if (key.type !== 'STRING') throw new HclError(`expected: STRING got: ${key.type}`)
    const colon = this.#scan()
    if (colon.type === 'EOF') return false
    if (colon.type !== 'COLON') throw new HclError(`expected: STRING got: ${colon.type}`)
    const token = this.#scan()
    if (token.type === 'RBRACE' || token.type === 'EOF') return false
    const value = this.#value(token)
    if (value) for (const part of splitObjects(value)) items.push({ keys: [keyText(key)], value: part })
    // what stands there instead of a comma ends this object, and is not looked at again: the objects around it go on behind it
    return this.#scan().type === 'COMMA'
  }

  /** Undefined for null. */
  #value(token: Token): Node | undefined {
    if (token.type === 'NULL') return undefined
    if (SCALARS.has(token.type) || token.type === 'BOOL') return { kind: 'literal', at: token, token }
    if (token.type === 'LBRACE') return this.#nested(() => ({ kind: 'object', at: token, items: this.#members() }))
    if (token.type === 'LBRACK') return this.#nested(() => this.#list(token))
    throw new HclError(`unexpected token: ${token.type}`)
  }

  #list(at: Position): Node {
    const items: Node[] = []
    for (;;) {
      const token = this.#scan()
      if (token.type === 'RBRACK') return { kind: 'list', at, items }
      // Booleans are dropped from lists; commas need not be there.
      if (token.type === 'BOOL' || token.type === 'COMMA') continue
      const item = OF_LISTS.has(token.type) ? this.#value(token) : undefined
      if (!item) throw new HclError(`unexpected token while parsing list: ${token.type}`)
      items.push(item)
    }
  }

  #nested(read: () => Node): Node {
    if (this.#depth >= DEEPEST) throw new HclError('nested too deep')
    this.#depth++
    const node = read()
    this.#depth--
    return node
  }
}

const OF_LISTS: ReadonlySet<TokenType> = new Set<TokenType>([...SCALARS, 'LBRACE', 'LBRACK'])

const keyText = (token: Token): string => unquote(token.text.slice(1, -1), false) ?? token.text

/** An object that holds nothing but objects is taken for as many blocks, as if each key were a label. */
function splitObjects(node: Node): Node[] {
  if (node.kind !== 'object' || !node.items.every(({ value }) => value.kind === 'object')) return [node]
  return node.items.length < 2 ? [node] : node.items.map(item => ({ ...node, items: [item] }))
}
