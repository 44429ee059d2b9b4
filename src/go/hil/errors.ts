/** A template that cannot be read. */
export class TemplateSyntaxError extends Error {
  override readonly name = 'TemplateSyntaxError'
}

/** A template that cannot be filled in. */
export class TemplateEvaluationError extends Error {
  override readonly name = 'TemplateEvaluationError'
}

/** Where an error is: line and column, both from 1. */
export function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 }
}
