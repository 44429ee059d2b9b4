import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startAgent } from '../support/e2e/agent.ts'
import { linkConsul } from '../support/e2e/consul-link.ts'
import { officialCommands } from '../support/e2e/official-command.ts'
import { type Outcome, run } from '../support/e2e/programs.ts'

const RULES = `
key_prefix "app/" { policy = "write" }
service "web" { policy = "write" }
node_prefix "" { policy = "read" }
session_prefix "" { policy = "write" }
agent "node1" { policy = "read" }
`

/** A bearer token, and the key that proves it. */
function bearerToken(): { readonly pem: string; readonly jwt: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const claims = { iss: 'us', sub: 'someone', team: 'dev', iat: 1, nbf: 1, exp: 4e9 }
  const signed = `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return { pem, jwt: `${signed}.${signature.toString('base64url')}` }
}

describe.each(officialCommands('tokens'))('tokens with the official command', official => {
  let agent: Agent
  let folder: string
  let root = ''
  let secret = ''
  let accessor = ''

  beforeAll(async () => {
    // an anonymous agent: it is bootstrapped by the command
    agent = await startAgent({ acl: { enabled: true, default_policy: 'deny' } }, linkConsul, { ready: 'leader' })
    folder = mkdtempSync(join(tmpdir(), 'consul-command-acl-'))
    const made = await json<{ SecretID: string }>('', ['acl', 'bootstrap', '-format=json'])
    root = made.SecretID
  })
  afterAll(async () => {
    await agent?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  function consul(token: string, args: readonly string[], env: object = {}): Promise<Outcome> {
    const environment = {
      CONSUL_HTTP_ADDR: `127.0.0.1:${agent.http}`,
      ...(token !== '' && { CONSUL_HTTP_TOKEN: token }),
    }
    return run(official, [...args], { env: { ...environment, ...env }, cwd: folder })
  }

  /** What a command that must succeed prints. */
  async function prints(token: string, args: readonly string[], env: object = {}): Promise<string> {
    const { code, stdout, stderr } = await consul(token, args, env)
    expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: '' })
    return stdout
  }

  async function json<T>(token: string, args: readonly string[]): Promise<T> {
    return JSON.parse(await prints(token, args)) as T
  }

  /** What a command says that must not succeed. */
  async function refuses(token: string, args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await consul(token, args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    return stderr
  }

  test('a second bootstrap is refused', async () => {
    expect(await refuses('', ['acl', 'bootstrap'])).toContain('ACL bootstrap no longer allowed (reset index:')
  })

  test('policies, roles and tokens are made, read, changed and listed', async () => {
    writeFileSync(join(folder, 'app.hcl'), RULES)
    const policy = await json<{ ID: string }>(root, [
      ...['acl', 'policy', 'create', '-name=app', '-rules=@app.hcl', '-format=json'],
    ])
    expect(await prints(root, ['acl', 'policy', 'read', '-name=app'])).toContain(`ID:           ${policy.ID}`)
    expect(await prints(root, ['acl', 'policy', 'list'])).toMatch(/^app:\n {3}ID: .*\nglobal-management|^app:$/m)
    const role = await json<{ ID: string }>(root, [
      ...['acl', 'role', 'create', '-name=operators', '-policy-name=app', '-service-identity=api', '-format=json'],
    ])
    const token = await json<{ SecretID: string; AccessorID: string }>(root, [
      ...['acl', 'token', 'create', '-description=of a test', `-role-id=${role.ID}`, '-format=json'],
    ])
    secret = token.SecretID
    accessor = token.AccessorID
    expect(await prints(root, ['acl', 'token', 'read', `-accessor-id=${accessor}`])).toContain('operators')
    expect(await prints(secret, ['acl', 'token', 'read', '-self'])).toContain(accessor)
    expect(await prints(root, ['acl', 'token', 'list'])).toContain(accessor)
    const clone = await json<{ AccessorID: string }>(root, [
      ...['acl', 'token', 'clone', `-accessor-id=${accessor}`, '-description=another', '-format=json'],
    ])
    expect(await prints(root, ['acl', 'token', 'delete', `-accessor-id=${clone.AccessorID}`])).toBe(
      `Token "${clone.AccessorID}" deleted successfully\n`,
    )
    expect(await prints(root, ['acl', 'templated-policy', 'list'])).toContain('builtin/service')
  })

  test('keys: written below the prefix, refused elsewhere, unseen without a token', async () => {
    expect(await prints(secret, ['kv', 'put', 'app/x', '1'])).toBe('Success! Data written to: app/x\n')
    await prints(root, ['kv', 'put', 'other', '1'])
    expect(await prints(secret, ['kv', 'get', '-recurse', ''])).toBe('app/x:1\n')
    expect(await refuses(secret, ['kv', 'put', 'other', '2'])).toContain(
      `403 (Permission denied: token with AccessorID '${accessor}' lacks permission 'key:write' on "other")`,
    )
    expect(await refuses('', ['kv', 'get', 'app/x'])).toContain('anonymous token lacks permission')
    const unknown = 'dddddddd-0000-0000-0000-000000000001'
    expect(await refuses(unknown, ['kv', 'get', 'app/x'])).toContain('403 (ACL not found)')
  })

  test('the token comes by -token, -token-file and both variables of the environment', async () => {
    writeFileSync(join(folder, 'token'), `${secret}\n`)
    const get = ['kv', 'get'] as const
    expect(await prints('', [...get, `-token=${secret}`, 'app/x'])).toBe('1\n')
    expect(await prints('', [...get, '-token-file=token', 'app/x'])).toBe('1\n')
    expect(await prints('', [...get, 'app/x'], { CONSUL_HTTP_TOKEN_FILE: 'token' })).toBe('1\n')
    expect(await prints(root, [...get, `-token=${secret}`, 'app/x'])).toBe('1\n')
  })

  test('catalog, services and members show what the token may see', async () => {
    expect(await prints(secret, ['services', 'register', '-name=web', '-port=80'])).toBe('Registered service: web\n')
    expect(await refuses(secret, ['services', 'register', '-name=db'])).toContain('service:write')
    expect(await prints(secret, ['catalog', 'services'])).toBe('consul\nweb\n')
    expect(await prints(secret, ['catalog', 'nodes'])).toMatch(/^node1 /m)
    expect((await consul('', ['catalog', 'nodes'])).stdout).not.toContain('node1')
    expect(await prints(secret, ['members'])).toContain('node1')
    expect(await consul('', ['members'])).toMatchObject({ code: 2, stdout: '' })
  })

  test('a lock takes a session with the rights of the token', async () => {
    const locked = await prints(secret, ['lock', 'app/lock', 'echo held'])
    expect(locked).toBe('held\n')
    expect(await refuses(secret, ['lock', 'other/lock', 'true'])).toContain('403')
  })

  test('a snapshot, configuration entries and intentions ask for rights of their own', async () => {
    expect(await refuses(secret, ['snapshot', 'save', 'a.snap'])).toContain('Permission denied')
    expect(await prints(root, ['snapshot', 'save', 'a.snap'])).toMatch(/^Saved and verified snapshot/)
    writeFileSync(join(folder, 'web.hcl'), 'Kind = "service-defaults"\nName = "web"\nProtocol = "http"\n')
    writeFileSync(join(folder, 'db.hcl'), 'Kind = "service-defaults"\nName = "db"\n')
    expect(await prints(secret, ['config', 'write', 'web.hcl'])).toBe('Config entry written: service-defaults/web\n')
    expect(await refuses(secret, ['config', 'write', 'db.hcl'])).toContain('service:write')
    expect(await refuses(secret, ['intention', 'create', 'api', 'web'])).toContain('403 (Permission denied)')
    expect(await prints(root, ['intention', 'create', '-deny', 'api', 'web'])).toContain('api => web (deny)')
  })

  test('login with a bearer token, and logout', async () => {
    const { pem, jwt } = bearerToken()
    writeFileSync(
      join(folder, 'method.json'),
      JSON.stringify({ JWTValidationPubKeys: [pem], BoundIssuer: 'us', ClaimMappings: { team: 'team' } }),
    )
    writeFileSync(join(folder, 'jwt'), jwt)
    await prints(root, ['acl', 'auth-method', 'create', '-name=jwt', '-type=jwt', '-config=@method.json'])
    await prints(root, [
      ...['acl', 'binding-rule', 'create', '-method=jwt', '-bind-type=role', '-bind-name=operators'],
      '-selector=value.team == "dev"',
    ])
    await prints('', ['login', '-method=jwt', '-bearer-token-file=jwt', '-token-sink-file=sink'])
    const own = readFileSync(join(folder, 'sink'), 'utf8').trim()
    expect(await prints(own, ['kv', 'get', 'app/x'])).toBe('1\n')
    expect(await prints(own, ['acl', 'token', 'read', '-self'])).toMatch(/Auth Method: +jwt/)
    await prints('', ['logout', '-token-file=sink'])
    expect(await refuses(own, ['kv', 'get', 'app/x'])).toContain('ACL not found')
  })

  test('the rights of the token go with its policy, and the token when it is deleted', async () => {
    await prints(root, ['acl', 'policy', 'update', '-name=app', '-rules=key_prefix "app/" { policy = "read" }'])
    expect(await refuses(secret, ['kv', 'put', 'app/x', '2'])).toContain('key:write')
    expect(await prints(root, ['acl', 'set-agent-token', 'default', secret])).toBe(
      'ACL token "default" set successfully\n',
    )
    expect(await prints('', ['kv', 'get', 'app/x'])).toBe('1\n')
    await prints(root, ['acl', 'token', 'delete', `-accessor-id=${accessor}`])
    expect(await refuses(secret, ['kv', 'get', 'app/x'])).toContain('ACL not found')
  })
})
