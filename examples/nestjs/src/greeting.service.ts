import { Injectable } from '@nestjs/common'

/** Reads its greeting from Consul, wherever CONSUL_HTTP_ADDR says that it is. */
@Injectable()
export class GreetingService {
  async greeting(): Promise<string> {
    const answer = await fetch(`http://${process.env['CONSUL_HTTP_ADDR']}/v1/kv/app/greeting?raw`)
    return answer.ok ? answer.text() : 'hi'
  }
}
