import { DEEPEST, type ItemNode, type ListNode, type LiteralNode, type Node, type ObjectNode } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { errorAt, HclError, type Position, showPosition } from './error.ts'
import { scanToken } from './lexer.ts'
import { quoteGo } from '../quote.ts'
import { unquote } from './strings.ts'
import type { Token, TokenType } from './token.ts'
import type { Sliceable } from '../../lib/slices.ts'

const LITERALS: ReadonlySet<TokenType> = new Set<TokenType>(['NUMBER', 'FLOAT', 'BOOL', 'STRING', 'HEREDOC'])

/** Members of the document between two yields. */
const SLICE = 64

/** The document ended where a member or its value might have begun: inside braces the closing one is missing. */
class Ended extends Error {}

/** Reads the tokens of a document into a tree. */
export class Parser {
  readonly #cursor: Cursor
  #last: Token | undefined
  #again = false
  #depth = 0
  readonly #strict: boolean

  /** `strict`: an argument must not be given twice. */
  constructor(cursor: Cursor, strict = false) {
    this.#cursor = cursor
    this.#strict = strict
  }

  /** The whole document, which is an object without braces, in slices. */
  *document(): Sliceable<ObjectNode> {
    const items: ItemNode[] = []
    const given = new Set<string>()
    while (this.#next(items, given, false)) if (items.length % SLICE === 0) yield
    return { kind: 'object', at: undefined, items }
  }

  #scan(): Token {
    if (!this.#again || this.#last === undefined) this.#last = scanToken(this.#cursor)
    this.#again = false
    return this.#last
  }

  #back(): void {
    this.#again = true
  }

  #members(braces: boolean): ItemNode[] {
    const items: ItemNode[] = []
    const given = new Set<string>()
    while (this.#next(items, given, braces));
    return items
  }

  /** Reads one more member; false where there is none. */
  #next(items: ItemNode[], given: Set<string>, braces: boolean): boolean {
    const closing = this.#scan()
    this.#back()
    if (braces && closing.type === 'RBRACE') return false
    try {
      items.push(this.#member(given))
    } catch (error) {
      if (error instanceof Ended) return false
      throw error
    }
    if (this.#scan().type !== 'COMMA') this.#back()
    return true
  }

  /** `given`: the arguments of this object so far. */
  #member(given: Set<string>): ItemNode {
    const keys: Token[] = []
    for (;;) {
      const token = this.#scan()
      if (token.type === 'IDENT' || token.type === 'STRING') {
        keys.push(token)
        continue
      }
      checkAfterKeys(keys, token)
      const value = token.type === 'ASSIGN' ? this.#value() : this.#object(token)
      const [first] = keys
      if (this.#strict && first && token.type === 'ASSIGN') refuseTwice(first, given)
      return { places: keys, keys: keys.map(keyText), value }
    }
  }

  #value(): Node {
    const token = this.#scan()
    if (LITERALS.has(token.type)) return literal(token)
    if (token.type === 'LBRACE') return this.#object(token)
    if (token.type === 'LBRACK') return this.#list(token)
    if (token.type === 'EOF') throw new Ended()
    throw errorAt(token, `Unknown token: ${token.line}:${token.column} ${token.type} ${token.text}`)
  }

  #object(opening: Token): ObjectNode {
    return this.#nested(opening, () => {
      const items = this.#members(true)
      const closing = this.#scan()
      if (closing.type !== 'RBRACE') {
        throw errorAt(closing, `object expected closing RBRACE got: ${closing.type}`)
      }
      return { kind: 'object', at: opening, items }
    })
  }

  #list(opening: Token): ListNode {
    return this.#nested(opening, () => {
      const items: Node[] = []
      let comma = false
      for (;;) {
        const token = this.#scan()
        if (token.type === 'RBRACK') return { kind: 'list', at: opening, items }
        if (comma && token.type !== 'COMMA') {
          throw errorAt(token, `error parsing list, expected comma or list end, got: ${token.type}`)
        }
        if (token.type === 'COMMA') comma = false
        else {
          const item = this.#listItem(token)
          items.push(item)
          // Nothing is missed behind a list in a list.
          comma = item.kind !== 'list'
        }
      }
    })
  }

  #listItem(token: Token): Node {
    if (LITERALS.has(token.type)) return literal(token)
    if (token.type === 'LBRACE') return within('object', token, () => this.#object(token))
    if (token.type === 'LBRACK') return within('list', token, () => this.#list(token))
    throw errorAt(token, `unexpected token while parsing list: ${token.type}`)
  }

  #nested<T>(at: Position, read: () => T): T {
    if (this.#depth >= DEEPEST) throw errorAt(at, 'nested too deep')
    this.#depth++
    const result = read()
    this.#depth--
    return result
  }
}

function refuseTwice(key: Token, given: Set<string>): void {
  if (given.has(key.text)) {
    const argument = `The argument ${quoteGo(key.text)} at ${showPosition(key)}`
    throw new HclError(`${argument} was already set. Each argument can only be defined once`)
  }
  given.add(key.text)
}

const literal = (token: Token): LiteralNode => ({ kind: 'literal', at: token, token })

function within<T>(what: 'list' | 'object', at: Position, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof HclError)) throw error
    throw errorAt(at, `error while trying to parse ${what} within list: ${error.message}`)
  }
}

/** Refuses what must not follow the keys of a member. */
function checkAfterKeys(keys: readonly Token[], token: Token): void {
  const { type } = token
  if (type === 'ASSIGN') {
    if (keys.length > 1) throw errorAt(token, 'nested object expected: LBRACE got: ASSIGN')
    if (keys.length === 0) throw errorAt(token, 'no object keys found!')
  } else if (type === 'LBRACE') {
    if (keys.length === 0) throw errorAt(token, 'expected: IDENT | STRING got: LBRACE')
    if (keys.length > DEEPEST) throw errorAt(token, 'nested too deep')
  } else if (keys.length > 0 && (type === 'EOF' || type === 'RBRACE')) {
    const name = keys.map(key => key.text).join(' ')
    throw errorAt(token, `key '${name}' expected start of object ('{') or assignment ('=')`)
  } else if (type === 'EOF') {
    throw new Ended()
  } else {
    throw errorAt(token, `expected: IDENT | STRING | ASSIGN | LBRACE got: ${type}`)
  }
}

const keyText = (token: Token): string =>
  token.type === 'STRING' ? (unquote(token.text.slice(1, -1), true) ?? token.text) : token.text
