import { multierror } from '../../go/multierror.ts'
import { refuseEntry } from './kind.ts'
import { quoteGo } from '../../go/quote.ts'

const MAX_PAIRS = 64
const MAX_KEY = 128
const MAX_VALUE = 512

/** What is wrong with metadata. */
export function metaProblems(meta: Readonly<Record<string, string>> | null | undefined): readonly string[] {
  const pairs = Object.entries(meta ?? {})
  const problems: string[] = []
  if (pairs.length > MAX_PAIRS) problems.push(`Meta exceeds maximum element count ${MAX_PAIRS}`)
  for (const [key, value] of pairs) {
    if (key.length > MAX_KEY) problems.push(`Meta key ${quoteGo(key)} exceeds maximum length ${MAX_KEY}`)
    if (value.length > MAX_VALUE) {
      problems.push(`Meta value for key ${quoteGo(key)} exceeds maximum length ${MAX_VALUE}`)
    }
  }
  return problems
}

/** Refuses with all of the problems, if there are any. */
export function refuseAll(problems: readonly string[]): void {
  if (problems.length > 0) refuseEntry(multierror(problems))
}

export const checkMeta = ({ Meta }: { readonly Meta?: Readonly<Record<string, string>> | null }): void =>
  refuseAll(metaProblems(Meta))
