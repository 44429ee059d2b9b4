import { expect, test } from 'vitest'
import { allPages, problemsOfAll } from '../support/e2e/all-pages.ts'
import { ROOT, signIn } from '../support/e2e/tokens.ts'

const tests = allPages()

test('on a phone, axe finds nothing in light and dark, a finger hits everything, and one area scrolls', async () => {
  expect(await problemsOfAll(tests, 390)).toEqual({})
  // a walk through all pages takes long on a busy machine
}, 600_000)

test('a card of a list has every column that the table has, and the menu stands at its entry', async () => {
  const page = await tests.open('services', { width: 390 })
  await signIn(page, ROOT)
  const card = page.locator('[data-row]').filter({ hasText: 'web' }).first()
  await card.waitFor()
  const cells = await card.getByRole('cell').all()
  const names = await Promise.all(cells.map(cell => cell.getAttribute('data-name')))
  expect(names).toEqual(await page.getByRole('columnheader').allTextContents())
  for (const cell of cells) expect(await cell.isVisible()).toBe(true)
  await page.goto(`${tests.agent.url}/ui/control`)
  const entry = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Clock & state' })
  await entry.waitFor()
  const isInSight = async (): Promise<boolean> => {
    const { x = -1, width = 0 } = (await entry.boundingBox()) ?? {}
    return x >= 0 && x + width <= 390
  }
  // it is scrolled to behind the first painting
  await expect.poll(isInSight, { timeout: 30_000 }).toBe(true)
})
