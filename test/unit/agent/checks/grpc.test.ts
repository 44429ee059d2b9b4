import net from 'node:net'
import { describe, expect, test } from 'vitest'
import { decodeStatus, encodeRequest, rpcError } from '../../../../src/agent/checks/grpc-health.ts'
import type { GrpcCredentials, GrpcError, GrpcJs } from '../../../../src/agent/checks/grpc-js.ts'
import { grpcProbe } from '../../../../src/agent/checks/grpc.ts'
import { startPeriodic } from '../../../../src/agent/checks/periodic.ts'
import type { CheckDefinition } from '../../../../src/model/registration.ts'
import { CheckUnderTest, closedPort, settled, type Reported } from './harness.ts'

/** Stands for the package: answers as the test says and notes what it was asked. */
interface FakeGrpc {
  readonly module: GrpcJs
  readonly asked: string[]
  readonly options: object[]
  cancelled: number
  open: number
}

const credentialsOf = (fields: object): GrpcCredentials => ({ ...fields })

function fakeGrpc(answer?: GrpcError | Buffer): FakeGrpc {
  class Client {
    readonly #address: string

    constructor(address: string, credentials: GrpcCredentials, options: object) {
      this.#address = address
      fake.open++
      fake.options.push({ ...credentials, ...options })
    }

    makeUnaryRequest(
      method: string,
      serialize: (request: Buffer) => Buffer,
      deserialize: (bytes: Buffer) => Buffer,
      request: Buffer,
      callback: (error: GrpcError | null, reply?: Buffer) => void,
    ): { cancel(): void } {
      fake.asked.push(`${this.#address}${method} ${serialize(request).toString('hex')}`)
      if (Buffer.isBuffer(answer)) queueMicrotask(() => callback(null, deserialize(answer)))
      else if (answer) queueMicrotask(() => callback(answer))
      return { cancel: () => fake.cancelled++ }
    }

    close(): void {
      fake.open--
    }
  }
  const credentials: GrpcJs['credentials'] = {
    createInsecure: () => credentialsOf({ secure: false }),
    createSsl: (_roots, _key, _chain, verify) => credentialsOf({ secure: true, ...verify }),
  }
  const fake: FakeGrpc = { module: { Client, credentials }, asked: [], options: [], cancelled: 0, open: 0 }
  return fake
}

function start(fake: FakeGrpc, fields: Partial<CheckDefinition>): CheckUnderTest {
  const probe = grpcProbe(() => Promise.resolve(fake.module))
  return new CheckUnderTest(fields, undefined, (definition, context) =>
    startPeriodic(definition, context, probe, 10_000),
  )
}

const result = (answer: GrpcError | Buffer, fields: Partial<CheckDefinition>): Promise<Reported> =>
  start(fakeGrpc(answer), fields).run()

const SERVING = Buffer.from([8, 1])

describe('a gRPC check', () => {
  test('passes when the server serves', async () => {
    const fake = fakeGrpc(SERVING)
    expect(await start(fake, { grpc: '127.0.0.1:5' }).run()).toEqual({
      status: 'passing',
      output: 'gRPC check 127.0.0.1:5: success',
    })
    expect(fake.asked).toEqual(['dns:127.0.0.1:5/grpc.health.v1.Health/Check '])
    expect(fake.open).toBe(0)
  })

  test('asks for the service after the slash', async () => {
    const fake = fakeGrpc(SERVING)
    expect((await start(fake, { grpc: '127.0.0.1:5/my.svc/x' }).run()).output).toBe(
      'gRPC check 127.0.0.1:5/my.svc/x: success',
    )
    expect(fake.asked).toEqual(['dns:127.0.0.1:5/grpc.health.v1.Health/Check 0a086d792e7376632f78'])
  })

  test.each([
    [[], 'UNKNOWN'],
    [[8, 0], 'UNKNOWN'],
    [[8, 2], 'NOT_SERVING'],
    [[8, 3], 'SERVICE_UNKNOWN'],
    [[8, 9], '9'],
  ])('is critical for the answer %j', async (bytes, name) => {
    expect(await result(Buffer.from(bytes), { grpc: 'h:5/s' })).toEqual({
      status: 'critical',
      output: `gRPC h:5/s serving status: ${name}`,
    })
  })

  test('is critical when the call fails', async () => {
    expect(await result({ code: 12, details: 'unknown service' }, { grpc: 'h:5' })).toEqual({
      status: 'critical',
      output: 'rpc error: code = Unimplemented desc = unknown service',
    })
    expect((await result({ code: 14, details: 'busy' }, { grpc: 'h:5' })).output).toBe(
      'rpc error: code = Unavailable desc = busy',
    )
  })

  test('tells why there is no connection in the same words each time', async () => {
    const port = await closedPort()
    const error = { code: 14, details: 'No connection established. Last error: … (2026-01-01T00:00:00.000Z)' }
    expect((await result(error, { grpc: `127.0.0.1:${port}/s` })).output).toBe(
      'rpc error: code = Unavailable desc = connection error: ' +
        `desc = "transport: Error while dialing: dial tcp 127.0.0.1:${port}: connect: connection refused"`,
    )
    expect((await result(error, { grpc: '127.0.0.1' })).output).toBe(
      'rpc error: code = Unavailable desc = connection error: ' +
        'desc = "transport: Error while dialing: dial tcp: address 127.0.0.1: missing port in address"',
    )
  })

  test('ends with the time-out', async () => {
    const fake = fakeGrpc()
    const check = start(fake, { grpc: 'h:5', timeout: 1000 })
    const result = check.next()
    await check.clock.advance(500, settled)
    await check.clock.advance(1000)
    expect(await result).toEqual({
      status: 'critical',
      output: 'rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    })
    expect(fake.cancelled).toBe(1)
    expect(fake.open).toBe(0)
  })

  test('ends with stop', async () => {
    const fake = fakeGrpc()
    const check = start(fake, { grpc: 'h:5' })
    await check.clock.advance(500, settled)
    check.running.stop()
    await settled()
    expect(fake.cancelled).toBe(1)
    expect(fake.open).toBe(0)
    expect(check.reports).toEqual([])
  })

  test('uses TLS as told', async () => {
    const fake = fakeGrpc(SERVING)
    await start(fake, { grpc: 'h:5', grpcUseTls: true, tlsSkipVerify: true, tlsServerName: 'other' }).run()
    expect(fake.options[0]).toMatchObject({
      secure: true,
      rejectUnauthorized: false,
      'grpc.ssl_target_name_override': 'other',
    })
  })

  test('says so when the package is missing', async () => {
    const probe = grpcProbe(() => Promise.reject(new Error('no package')))
    const check = new CheckUnderTest({ grpc: 'h:5' }, undefined, (definition, context) =>
      startPeriodic(definition, context, probe, 10_000),
    )
    expect(await check.run()).toEqual({
      status: 'critical',
      output: 'gRPC checks need the package @grpc/grpc-js, which could not be loaded',
    })
  })
})

describe('the sockets of the library', () => {
  test('are ended with the run, also those that open later', async () => {
    const fake = fakeGrpc()
    const opened: ((socket: net.Socket) => Promise<unknown>)[] = []
    const credentials = {
      _createSecureConnector: () => ({ connect: (socket: net.Socket) => Promise.resolve(socket) }),
    }
    const Client = class extends fake.module.Client {
      constructor(address: string, given: GrpcCredentials, options: object) {
        super(address, given, options)
        const connector = given._createSecureConnector?.()
        if (connector) opened.push(connector.connect)
      }
    }
    const module = { Client, credentials: { createInsecure: () => credentials, createSsl: () => credentials } }
    const check = new CheckUnderTest({ grpc: 'h:5' }, undefined, (definition, context) =>
      startPeriodic(
        definition,
        context,
        grpcProbe(() => Promise.resolve(module)),
        10_000,
      ),
    )
    await check.clock.advance(500, settled)
    const [early, late] = [new net.Socket(), new net.Socket()]
    await opened[0]?.(early)
    expect(early.destroyed).toBe(false)
    check.running.stop()
    await settled()
    expect(early.destroyed).toBe(true)
    await opened[0]?.(late)
    expect(late.destroyed).toBe(true)
  })
})

describe('the messages', () => {
  test('a long name has a long length', () => {
    const encoded = encodeRequest('s'.repeat(300))
    expect([...encoded.subarray(0, 3)]).toEqual([0x0a, 0xac, 0x02])
    expect(encoded).toHaveLength(303)
  })

  test('fields that are not known are skipped', () => {
    const reply = [0x12, 2, 8, 3, 0x1d, 8, 2, 8, 2, 0x21, 8, 2, 8, 2, 8, 2, 8, 2, 0x28, 0xff, 1, 8, 1]
    expect(decodeStatus(Buffer.from(reply))).toBe('SERVING')
  })

  test('nonsense does not hang', () => {
    for (const bytes of [[0xff, 0xff, 0xff], [0x0f], [0x12, 0xff, 0xff, 0xff, 0xff, 0x0f], [8], [0x0b, 0x0c]]) {
      expect(decodeStatus(Buffer.from(bytes))).toBe('UNKNOWN')
    }
  })

  test('a code without a name', () => {
    expect(rpcError(99, 'x')).toBe('rpc error: code = Code(99) desc = x')
  })
})
