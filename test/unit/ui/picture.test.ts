import { expect, test } from 'vitest'
import { fitted, LINE_HEIGHT, type Picture, placePicture, TITLE_HEIGHT } from '../../../ui/lib/picture.ts'

const box = (id: string, ...lines: string[]) => ({ id, kind: '', title: id, lines })
const SIZES = { boxWidth: 100, gap: 50 }

const PICTURE: Picture = {
  columns: [[box('a', 'one', 'two')], [box('b'), box('c')]],
  edges: [
    { from: 'a', line: 1, to: 'c', tone: 'allowed' },
    { from: 'a', to: 'gone', tone: 'plain' },
  ],
}

test('columns stand side by side, and no boxes overlap', () => {
  const { boxes, width, height } = placePicture(PICTURE, SIZES)
  const [a, b, c] = boxes
  expect(b?.x).toBe((a?.x ?? 0) + 150)
  expect(c?.y).toBeGreaterThanOrEqual((b?.y ?? 0) + (b?.height ?? 0))
  for (const { x, y, height: own } of boxes) {
    expect([x >= 0, y >= 0, x + 100 <= width, y + own <= height]).toEqual([true, true, true, true])
  }
})

test('an edge begins at its line, and one to a box that is not there is left out', () => {
  const { boxes, edges } = placePicture(PICTURE, SIZES)
  expect(edges).toHaveLength(1)
  const y = (boxes[0]?.y ?? 0) + TITLE_HEIGHT + 1.5 * LINE_HEIGHT
  expect(edges[0]?.path).toMatch(new RegExp(`^M104 ${y}C`))
})

test('what is too long is cut', () => {
  expect(fitted('service', 7)).toBe('service')
  expect(fitted('services', 7)).toBe('servic…')
})
