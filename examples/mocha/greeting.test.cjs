// npm install --save-dev mocha miniconsul && npx mocha greeting.test.cjs
const assert = require('node:assert/strict')
const { startConsul } = require('miniconsul')

describe('a greeting', () => {
  let consul
  before(async () => {
    consul = await startConsul({ seed: { kv: { 'app/greeting': 'hello' } } })
  })
  afterEach(() => consul.reset())
  after(() => consul.close())

  const greeting = async () => (await fetch(`${consul.http.url}/v1/kv/app/greeting?raw`)).text()

  it('is what the seed says', async () => {
    assert.equal(await greeting(), 'hello')
  })

  it('survives a server that fails once', async () => {
    consul.faults.use({ key: 'app/greeting' }, { status: 500, body: 'rpc error' }, { times: 1 })
    assert.equal(await greeting(), 'rpc error')
    assert.equal(await greeting(), 'hello')
  })
})
