// in a project made by `nest new`: npm install --save-dev miniconsul && npm test
import { Test } from '@nestjs/testing'
import { useConsul } from 'miniconsul/jest'
import { GreetingService } from './greeting.service'

describe('GreetingService', () => {
  const consul = useConsul({ seed: { kv: { 'app/greeting': 'hello' } } })
  let service: GreetingService

  beforeEach(async () => {
    Object.assign(process.env, consul.env)
    const module = await Test.createTestingModule({ providers: [GreetingService] }).compile()
    service = module.get(GreetingService)
  })

  it('greets with what Consul says', async () => {
    expect(await service.greeting()).toBe('hello')
  })

  it('greets all the same while Consul has no leader', async () => {
    consul.cluster.loseLeader()
    expect(await service.greeting()).toBe('hi')
  })
})
