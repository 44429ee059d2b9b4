import { ClassReader } from './regexp-class-reader.ts'
import { classTest, dotTest, literalTest, perlClass } from './regexp-class.ts'
import { RegexpProblem } from './regexp-problem.ts'
import { assertNode, type Assertion, charNode, groupNode, listNode, type Regexp, repeatNode } from './regexp-syntax.ts'

interface Flags {
  readonly fold: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
  /** Which of `a*` and `a*?` takes as much as it can. */
  readonly ungreedy: boolean
}
const FLAGS: Readonly<Record<string, keyof Flags>> = { i: 'fold', m: 'multiline', s: 'dotAll', U: 'ungreedy' }

/** A group that is still open: what came before, its own alternatives so far, and the flags outside of it. */
interface Group {
  /** Its number if it captures, else 0. */
  readonly capture: number
  readonly flags: Flags
  readonly alternatives: Regexp[]
  readonly sequence: Regexp[]
}

/** Go's limits on depth and on what counted repetitions multiply to. */
const MAX_HEIGHT = 1000
const MAX_REPEATS = 1000

const ASSERTIONS: Readonly<Record<string, Assertion>> = { A: 'begin-text', z: 'end-text', b: 'word', B: 'not-word' }

/** Reads the syntax of Go's regexp package, and complains in its words. */
export class RegexpParser {
  readonly #text: string
  #at = 0
  #flags: Flags = { fold: false, multiline: false, dotAll: false, ungreedy: false }
  readonly #open: Group[] = []
  #captures = 0
  #group: Group = this.#begin(false)
  /** Where the repetition began that ends right here: another one may not follow it. */
  #lastRepeat: number | undefined

  constructor(text: string) {
    this.#text = text
  }

  parse(): Regexp {
    while (this.#at < this.#text.length) {
      const before = this.#at
      const repeated = this.#step()
      this.#lastRepeat = repeated ? before : undefined
    }
    if (this.#open.length > 0) throw new RegexpProblem('missing closing )', this.#text)
    return this.#checked(this.#finish(this.#group))
  }

  #begin(captures: boolean): Group {
    return { capture: captures ? ++this.#captures : 0, flags: this.#flags, alternatives: [], sequence: [] }
  }

  #finish({ alternatives, sequence }: Group): Regexp {
    return listNode('alternate', [...alternatives, listNode('concat', sequence)])
  }

  #checked(node: Regexp): Regexp {
    if (node.height > MAX_HEIGHT) throw new RegexpProblem('expression nests too deeply', this.#text)
    return node
  }

  #push(node: Regexp): false {
    this.#group.sequence.push(this.#checked(node))
    return false
  }

  #literal(): false {
    const code = this.#text.codePointAt(this.#at) ?? 0
    this.#at += code > 0xffff ? 2 : 1
    return this.#push(charNode(literalTest(code, this.#flags.fold)))
  }

  /** Reads one element; true when it was a repetition. */
  #step(): boolean {
    const char = this.#text.charAt(this.#at)
    const special = this.#specials[char]
    return special ? special() : this.#literal()
  }

  readonly #specials: Readonly<Record<string, () => boolean>> = {
    '(': () => (this.#text.startsWith('(?', this.#at) ? this.#perlGroup() : this.#enter(1, true)),
    ')': () => this.#leave(),
    '|': () => {
      this.#at++
      this.#group.alternatives.push(listNode('concat', this.#group.sequence.splice(0)))
      return false
    },
    '^': () => this.#assert(1, this.#flags.multiline ? 'begin-line' : 'begin-text'),
    $: () => this.#assert(1, this.#flags.multiline ? 'end-line' : 'end-text'),
    '.': () => {
      this.#at++
      return this.#push(charNode(dotTest(this.#flags.dotAll)))
    },
    '[': () => {
      const reader = new ClassReader(this.#text, this.#at)
      const test = reader.bracketed(this.#flags.fold)
      this.#at = reader.at
      return this.#push(charNode(test))
    },
    '*': () => this.#repeat(1, 0, Infinity, false),
    '+': () => this.#repeat(1, 1, Infinity, false),
    '?': () => this.#repeat(1, 0, 1, false),
    '{': () => this.#counted(),
    '\\': () => this.#escape(),
  }

  #assert(length: number, assertion: Assertion): false {
    this.#at += length
    return this.#push(assertNode(assertion))
  }

  #enter(length: number, captures: boolean, inside: Flags = this.#flags): false {
    this.#at += length
    this.#open.push(this.#group)
    this.#group = this.#begin(captures)
    this.#flags = inside
    return false
  }

  #leave(): false {
    const outer = this.#open.pop()
    if (!outer) throw new RegexpProblem('unexpected )', this.#text)
    this.#at++
    const inner = this.#finish(this.#group)
    this.#flags = this.#group.flags
    const { capture } = this.#group
    const node = capture > 0 ? groupNode(inner, capture) : inner
    this.#group = outer
    return this.#push(node)
  }

  #perlGroup(): false {
    const rest = this.#text.slice(this.#at)
    const named = /^\(\?(?:P<(?=.)|<(?=.))/s.exec(rest)
    if (named) {
      const end = rest.indexOf('>')
      if (end < 0) throw new RegexpProblem('invalid named capture', rest)
      const name = rest.slice(named[0].length, end)
      if (!/^[A-Za-z0-9_]+$/.test(name)) throw new RegexpProblem('invalid named capture', rest.slice(0, end + 1))
      return this.#enter(end + 1, true)
    }
    const flags = /^\(\?(?:([imsU]*)-([imsU]+)|([imsU]*))([:)])/.exec(rest)
    if (!flags) throw new RegexpProblem('invalid or unsupported Perl syntax', badFlags(rest))
    const [whole, on = '', off = '', plain = '', close] = flags
    const set = (letters: string, value: boolean): Partial<Flags> =>
      Object.fromEntries([...letters].map(letter => [FLAGS[letter], value]))
    const inside = { ...this.#flags, ...set(on + plain, true), ...set(off, false) }
    if (close === ':') return this.#enter(whole.length, false, inside)
    this.#at += whole.length
    this.#flags = inside
    return false
  }

  #counted(): boolean {
    const form = /^\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\}/.exec(this.#text.slice(this.#at, this.#at + 64))
    if (!form) return this.#literal()
    const [whole, low = '', comma, high] = form
    const min = Number(low)
    const max = comma === undefined ? min : high === undefined ? Infinity : Number(high)
    if (min > MAX_REPEATS || (max !== Infinity && (max > MAX_REPEATS || min > max))) {
      throw new RegexpProblem('invalid repeat count', whole)
    }
    return this.#repeat(whole.length, min, max, true)
  }

  #repeat(length: number, min: number, max: number, counted: boolean): true {
    const before = this.#at
    this.#at += length
    const marked = this.#text.charAt(this.#at) === '?'
    if (marked) this.#at++
    if (this.#lastRepeat !== undefined) {
      throw new RegexpProblem('invalid nested repetition operator', this.#text.slice(this.#lastRepeat, this.#at))
    }
    const operator = this.#text.slice(before, this.#at)
    const sub = this.#group.sequence.pop()
    if (!sub) throw new RegexpProblem('missing argument to repetition operator', operator)
    const node = repeatNode(sub, min, max, counted, marked !== this.#flags.ungreedy)
    if (counted && (min >= 2 || max >= 2) && node.repeats > MAX_REPEATS) {
      throw new RegexpProblem('invalid repeat count', operator)
    }
    this.#push(node)
    return true
  }

  #escape(): false {
    const letter = this.#text.charAt(this.#at + 1)
    const assertion = ASSERTIONS[letter]
    if (assertion) return this.#assert(2, assertion)
    if (letter === 'Q') return this.#quoted()
    const group = perlClass(letter)
    const reader = new ClassReader(this.#text, this.#at)
    const part = group ?? reader.unicode()
    if (group) reader.at += 2
    const { fold } = this.#flags
    const test = part ? classTest([part], false, fold) : literalTest(reader.escape(), fold)
    this.#at = reader.at
    return this.#push(charNode(test))
  }

  /** `\Q…\E`: nothing in there means anything. */
  #quoted(): false {
    const end = this.#text.indexOf('\\E', this.#at + 2)
    this.#at += 2
    while (this.#at < (end < 0 ? this.#text.length : end)) this.#literal()
    if (end >= 0) this.#at = end + 2
    return false
  }
}

/** What is named as wrong: all up to and with the first character that makes no sense. */
function badFlags(rest: string): string {
  let sign = false
  let seen = false
  let at = 2
  for (const char of rest.slice(2)) {
    at += char.length
    if (char === '-' && !sign) {
      sign = true
      seen = false
    } else if (Object.hasOwn(FLAGS, char)) seen = true
    else if (!((char === ':' || char === ')') && (!sign || seen))) break
  }
  return rest.slice(0, at)
}
