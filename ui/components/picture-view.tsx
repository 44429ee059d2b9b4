import { useRef } from 'preact/hooks'
import {
  fitted,
  LINE_HEIGHT,
  type Picture,
  type PictureSizes,
  placePicture,
  type PlacedBox,
  type PlacedEdge,
  TITLE_HEIGHT,
} from '../lib/picture.ts'
import { useRoom } from '../shell/use-room.ts'

/** Width of a character, in the sizes of the style sheet. */
const CHAR = 6.7

/** Boxes and arrows. What they say stands below in words: `describedBy` is the ID of that. */
export function PictureView({ picture, label, describedBy }: { picture: Picture; label: string; describedBy: string }) {
  const view = useRef<HTMLDivElement>(null)
  const sizes = sizesFor(picture.columns.length, useRoom(view))
  const { boxes, edges, width, height } = placePicture(picture, sizes)
  return (
    <div class="picture" ref={view} tabIndex={0} role="group" aria-label={label}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        aria-describedby={describedBy}
      >
        {edges.map(edge => (
          <EdgeView key={`${edge.from} ${edge.line} ${edge.to}`} edge={edge} />
        ))}
        {boxes.map(box => (
          <BoxView key={box.id} box={box} width={sizes.boxWidth} />
        ))}
      </svg>
    </div>
  )
}

/** As wide as there is room for, within what can be read. */
function sizesFor(columns: number, room: number): PictureSizes {
  const gap = room < 450 ? 26 : 56
  const boxWidth = Math.floor((room - 8 - (columns - 1) * gap) / columns)
  return { gap, boxWidth: Math.min(200, Math.max(92, boxWidth)) }
}

function BoxView({ box, width }: { box: PlacedBox; width: number }) {
  const { kind, title, lines, x, y, height } = box
  const length = Math.floor((width - 16) / CHAR)
  const heading = kind === '' || kind === 'resolver' ? title : `${kind} ${title}`
  return (
    <g class={`box ${kind}`} transform={`translate(${x} ${y})`}>
      <title>{[heading, ...lines].join('\n')}</title>
      <rect width={width} height={height} rx="6" />
      <text class="title" x="9" y={TITLE_HEIGHT / 2 + 4}>
        {fitted(heading, length)}
      </text>
      {lines.map((line, i) => (
        <text key={i} x="9" y={TITLE_HEIGHT + (i + 0.5) * LINE_HEIGHT + 4}>
          {fitted(line, length)}
        </text>
      ))}
    </g>
  )
}

/** A tick, or a cross. */
const MARKS = { allowed: 'M-4 0l3 3 5-6', denied: 'M-3.500-3.500l7 7m0-7l-7 7' }

function EdgeView({ edge: { path, tone, middle } }: { edge: PlacedEdge }) {
  return (
    <g class={`edge ${tone}`}>
      <path d={path} />
      {tone !== 'plain' && (
        <g transform={`translate(${middle.x} ${middle.y})`}>
          <circle r="8" />
          <path d={MARKS[tone]} />
        </g>
      )}
    </g>
  )
}
