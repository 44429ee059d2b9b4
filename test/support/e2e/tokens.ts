import type { Page } from 'playwright-core'
import type { Agent } from './agent.ts'

/** Secret of the token that may do everything, with `aclConfig`. */
export const ROOT = 'root'

/** An agent that denies what no token allows. */
export const aclConfig = {
  acl: { enabled: true, default_policy: 'deny', tokens: { initial_management: ROOT, agent: ROOT } },
}

/** Asks an agent as the token that may do everything, and gives what it answers. */
export async function asRoot<T>(agent: Agent, method: 'GET' | 'PUT' | 'POST', path: string, body?: object): Promise<T> {
  const answer = await fetch(`${agent.url}${path}`, {
    method,
    headers: { 'X-Consul-Token': ROOT },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json().catch(() => undefined)) as T
}

/** Makes a token with these rules, and gives its secret. */
export async function tokenWith(agent: Agent, name: string, rules: string): Promise<string> {
  await asRoot(agent, 'PUT', '/v1/acl/policy', { Name: name, Rules: rules })
  const token = { Description: name, Policies: [{ Name: name }] }
  return (await asRoot<{ SecretID: string }>(agent, 'PUT', '/v1/acl/token', token)).SecretID
}

/** Signs the page in, and goes on where it was. */
export async function signIn(page: Page, secret: string): Promise<void> {
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('Secret ID of the token').fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('banner').getByText('Signed in:').waitFor({ state: 'attached' })
}
