import { childrenOf, type Node } from './ast.ts'
import { placeOf, TemplateEvaluationError } from './errors.ts'
import { conversion, operate, type Type, typeOf, type Value } from './values.ts'

/** What a template may name. A function takes one number. */
export interface TemplateScope {
  readonly variables: Readonly<Record<string, string>>
  readonly functions: Readonly<Record<string, (argument: number) => string>>
}

/** An expression whose type is known before it is evaluated. */
interface Typed {
  readonly type: Type
  value(): Value
}

/** Evaluates a template that was read: its names are checked first, then its types, and all of it is evaluated, also what a condition does not choose. */
export function evaluate(template: Node, text: string, scope: TemplateScope): string {
  checkNames(template, text, scope)
  return String(new Checker(text, scope).typed(template).value())
}

function checkNames(node: Node, text: string, scope: TemplateScope): void {
  for (const child of childrenOf(node)) checkNames(child, text, scope)
  const fail = (problem: string): TemplateEvaluationError => {
    const { line, column } = placeOf(text, node.at)
    return new TemplateEvaluationError(`${line}:${column}: ${problem}`)
  }
  if (node.kind === 'variable' && !Object.hasOwn(scope.variables, node.name)) {
    throw fail(`unknown variable accessed: ${node.name}`)
  }
  if (node.kind !== 'call') return
  if (!Object.hasOwn(scope.functions, node.name)) throw fail(`unknown function called: ${node.name}`)
  if (node.values.length !== 1) throw fail(`${node.name}: expected 1 arguments, got ${node.values.length}`)
}

const NUMERIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%'])
const EQUALITY: ReadonlySet<string> = new Set(['==', '!='])
/** How some errors call a type. */
const NAMES: Readonly<Record<Type, string>> = {
  string: 'TypeString',
  int: 'TypeInt',
  float: 'TypeFloat',
  bool: 'TypeBool',
}

class Checker {
  readonly #text: string
  readonly #scope: TemplateScope

  constructor(text: string, scope: TemplateScope) {
    this.#text = text
    this.#scope = scope
  }

  typed(node: Node): Typed {
    switch (node.kind) {
      case 'literal':
        return { type: typeOf(node.value), value: () => node.value }
      case 'variable':
        return { type: 'string', value: () => this.#scope.variables[node.name] ?? '' }
      case 'output':
        return this.#output(node)
      case 'call':
        return this.#call(node)
      case 'operation':
        return this.#operation(node)
      case 'condition':
        return this.#condition(node)
      case 'index':
        this.typed(node.key)
        throw this.#error(node, `invalid index operation into non-indexable type: ${NAMES.string}`)
    }
  }

  #output({ parts }: Node & { kind: 'output' }): Typed {
    // every type becomes a string
    const texts = parts.map(part => as(this.typed(part), 'string') as Typed)
    return { type: 'string', value: () => texts.map(text => text.value()).join('') }
  }

  #call(node: Node & { kind: 'call' }): Typed {
    const [given] = node.values.map(value => this.typed(value))
    const argument = given && as(given, 'int')
    if (!argument) throw this.#error(node, `${node.name}: argument 1 should be type int, got type ${given?.type}`)
    return { type: 'string', value: () => this.#scope.functions[node.name]?.(Number(argument.value())) ?? '' }
  }

  #operation(node: Node & { kind: 'operation' }): Typed {
    const operands = [this.typed(node.left), this.typed(node.right)] as const
    const { operator } = node
    const isLogical = operator === '&&' || operator === '||'
    const type = isLogical ? 'bool' : typeOfOperands(operator, operands)
    const [left, right] = operands.map((operand, i) => {
      const converted = as(operand, type)
      if (converted) return converted
      const got = NAMES[operand.type]
      throw this.#error(
        node,
        isLogical
          ? `logical operators require boolean operands, not ${got}`
          : `operand ${i + 1} should be ${NAMES[type]}, got ${got}`,
      )
    }) as [Typed, Typed]
    if (operator === '%' && type === 'float') throw this.#error(node, 'modulo cannot be used with floats')
    return {
      type: NUMERIC.has(operator) ? type : 'bool',
      value() {
        const first = left.value()
        return operate(operator, first, right.value())
      },
    }
  }

  #condition(node: Node & { kind: 'condition' }): Typed {
    const [given, first, second] = [node.test, node.ifTrue, node.ifFalse].map(part => this.typed(part)) as [
      Typed,
      Typed,
      Typed,
    ]
    const test = as(given, 'bool')
    if (!test) throw this.#error(node, `condition must be type bool, not type ${given.type}`)
    // a string becomes what the other one is
    const type = first.type === 'string' ? second.type : first.type
    const [yes, no] = [as(first, type), as(second, type)]
    if (!yes || !no) {
      const types = `type ${first.type} and type ${second.type}`
      throw this.#error(node, `true and false expression types must match; have ${types}`)
    }
    return {
      type,
      value() {
        const [isTrue, ...values] = [test.value(), yes.value(), no.value()] as const
        return isTrue === true ? values[0] : values[1]
      },
    }
  }

  #error(node: Node, problem: string): TemplateEvaluationError {
    const { line, column } = placeOf(this.#text, node.at)
    return new TemplateEvaluationError(`At column ${column}, line ${line}: ${problem}`)
  }
}

/** The same as another type; undefined where there is no way to it. */
function as(typed: Typed, type: Type): Typed | undefined {
  if (typed.type === type) return typed
  const convert = conversion(typed.type, type)
  return convert && { type, value: () => convert(typed.value()) }
}

/** Equality is of the type of the first, all else of numbers: of floats where there is one. */
function typeOfOperands(operator: string, [left, right]: readonly [Typed, Typed]): Type {
  if (EQUALITY.has(operator)) return left.type
  return left.type === 'float' || right.type === 'float' ? 'float' : 'int'
}
