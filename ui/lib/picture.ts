/** A box of a picture: a title, and lines that edges may begin at. */
export interface Box {
  readonly id: string
  /** What it is, as in `splitter`; '' for a service. */
  readonly kind: string
  readonly title: string
  readonly lines: readonly string[]
}

/** From a box, or one of its lines, to another box. */
export interface Edge {
  readonly from: string
  readonly line?: number
  readonly to: string
  readonly tone: 'plain' | 'allowed' | 'denied'
}

/** Boxes in columns from left to right, and what leads from one to another. */
export interface Picture {
  readonly columns: readonly (readonly Box[])[]
  readonly edges: readonly Edge[]
}

export interface PlacedBox extends Box {
  readonly x: number
  readonly y: number
  readonly height: number
}

export interface PlacedEdge extends Edge {
  /** In the form of an SVG path. */
  readonly path: string
  /** Where a mark can be drawn on it. */
  readonly middle: { readonly x: number; readonly y: number }
}

export interface PlacedPicture {
  readonly boxes: readonly PlacedBox[]
  readonly edges: readonly PlacedEdge[]
  readonly width: number
  readonly height: number
}

export const TITLE_HEIGHT = 28
export const LINE_HEIGHT = 20
const BELOW_LINES = 6
/** Between boxes of a column. */
const BETWEEN = 14
const MARGIN = 4

/** Sizes that depend on how much room there is. */
export interface PictureSizes {
  readonly boxWidth: number
  /** Between columns. */
  readonly gap: number
}

const heightOf = ({ lines }: Box): number =>
  TITLE_HEIGHT + (lines.length === 0 ? 0 : lines.length * LINE_HEIGHT + BELOW_LINES)

/** Gives each box its place: columns side by side, each in the middle of the height. */
export function placePicture({ columns, edges }: Picture, { boxWidth, gap }: PictureSizes): PlacedPicture {
  const heights = columns.map(column => column.reduce((sum, box) => sum + heightOf(box) + BETWEEN, -BETWEEN))
  const inner = Math.max(TITLE_HEIGHT, ...heights)
  const boxes = columns.flatMap((column, at) => {
    let y = MARGIN + (inner - (heights[at] ?? 0)) / 2
    return column.map((box): PlacedBox => {
      const placed = { ...box, x: MARGIN + at * (boxWidth + gap), y, height: heightOf(box) }
      y += placed.height + BETWEEN
      return placed
    })
  })
  const byId = new Map(boxes.map(box => [box.id, box]))
  return {
    boxes,
    edges: edges.flatMap(edge => placeEdge(edge, byId, boxWidth) ?? []),
    width: 2 * MARGIN + columns.length * (boxWidth + gap) - gap,
    height: inner + 2 * MARGIN,
  }
}

function placeEdge(edge: Edge, boxes: ReadonlyMap<string, PlacedBox>, boxWidth: number): PlacedEdge | undefined {
  const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)]
  if (!from || !to) return undefined
  const [x1, y1] = [from.x + boxWidth, from.y + lineMiddle(edge.line)]
  const [x2, y2] = [to.x, to.y + TITLE_HEIGHT / 2]
  const bend = (x2 - x1) / 2
  const path = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
  return { ...edge, path, middle: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 } }
}

const lineMiddle = (line: number | undefined): number =>
  line === undefined ? TITLE_HEIGHT / 2 : TITLE_HEIGHT + (line + 0.5) * LINE_HEIGHT

/** A text that fits into so many characters. */
export const fitted = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`
