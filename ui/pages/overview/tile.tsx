import { StatusCounts } from '../../components/status.tsx'
import type { Totals } from '../../lib/overview.ts'
import { hrefOf } from '../../lib/place.ts'

export interface TileProps {
  /** The page that it leads to. */
  readonly page: string
  readonly name: string
  /** Undefined while it is not known. */
  readonly count?: number | undefined
  /** Instead of a count. */
  readonly totals?: Totals
  readonly note?: string
}

/** How many there are of something, with the way to them. */
export function Tile({ page, name, count, totals, note }: TileProps) {
  return (
    <a class="tile" href={hrefOf([page])}>
      <span class="name">{name}</span>
      <strong>{(totals?.all ?? count)?.toLocaleString('en') ?? '–'}</strong>
      {totals && totals.all > 0 && <StatusCounts counts={totals} />}
      {note !== undefined && <span class="faint">{note}</span>}
    </a>
  )
}
