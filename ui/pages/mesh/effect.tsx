import { Badge } from '../../components/badge.tsx'
import { effectOf, type Intention } from '../../lib/intentions.ts'

/** What an intention does, as a word in the colour of the checks. */
export function Effect({ of }: { of: Intention }) {
  const effect = effectOf(of)
  if (effect === 'permissions') return <Badge>by request</Badge>
  return <Badge kind={effect === 'allow' ? 'passing' : 'critical'}>{effect}</Badge>
}
