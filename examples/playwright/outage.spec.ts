// npm install --save-dev @playwright/test miniconsul && npx playwright test
import { expect, test } from '@playwright/test'

const consul = 'http://127.0.0.1:18500'

test.afterEach(({ request }) => request.put(`${consul}/_miniconsul/reset`))

test('the page shows the greeting', async ({ page, request }) => {
  await request.put(`${consul}/v1/kv/app/greeting`, { data: 'hello' })
  await page.goto('/')
  await expect(page.getByText('hello')).toBeVisible()
})

test('the page tells of an outage', async ({ page, request }) => {
  await request.put(`${consul}/_miniconsul/cluster/lose-leader`)
  await page.goto('/')
  await expect(page.getByText('Configuration is not available')).toBeVisible()
})
