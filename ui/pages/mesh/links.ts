import { hrefOf } from '../../lib/place.ts'
import type { Intention } from '../../lib/intentions.ts'
import { intentionId } from '../../lib/intentions.ts'

type Params = Readonly<Record<string, string | undefined>>

export const configHref = (path: readonly string[] = [], params: Params = {}): string =>
  hrefOf(['config', ...path], params)

export const intentionHref = (intention: Intention, params: Params = {}): string =>
  hrefOf(['intentions', intentionId(intention)], params)
