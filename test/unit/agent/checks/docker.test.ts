import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dockerProbe } from '../../../../src/agent/checks/docker.ts'
import { startPeriodic } from '../../../../src/agent/checks/periodic.ts'
import { afterTest } from '../../../support/after-test.ts'
import { CheckUnderTest, type Reported } from './harness.ts'

interface FakeDocker {
  readonly env: { DOCKER_HOST: string }
  readonly asked: string[]
  exitCode: number
  createStatus: number
}

/** A socket that answers as Docker's API does. */
async function fakeDocker(): Promise<FakeDocker> {
  const folder = mkdtempSync(join(tmpdir(), 'docker-'))
  const socket = join(folder, 'docker.sock')
  const docker: FakeDocker = { env: { DOCKER_HOST: `unix://${socket}` }, asked: [], exitCode: 0, createStatus: 201 }
  const server = http.createServer((req, res) => {
    let body = ''
    req
      .on('data', part => (body += part))
      .on('end', () => {
        docker.asked.push(`${req.method} ${req.url} ${body.trim()}`)
        const json = (status: number, value: object) => res.writeHead(status).end(JSON.stringify(value))
        if (req.url === '/exec/e1/start') res.end('the output\n')
        else if (req.url === '/exec/e1/json') json(200, { ExitCode: docker.exitCode })
        else json(docker.createStatus, docker.createStatus === 201 ? { Id: 'e1' } : { message: 'no' })
      })
  })
  await new Promise<void>(resolve => server.listen(socket, resolve))
  afterTest(async () => {
    await new Promise(resolve => server.close(resolve))
    rmSync(folder, { recursive: true })
  })
  return docker
}

const run = (env: { DOCKER_HOST?: string }): Promise<Reported> =>
  new CheckUnderTest(
    { dockerContainerId: 'web', shell: '/bin/sh', args: ['echo', 'hi'] },
    undefined,
    (definition, context) => startPeriodic(definition, context, dockerProbe(env), 10_000),
  ).run()

test('the program is run in the container, and its output is the result', async () => {
  const docker = await fakeDocker()
  expect(await run(docker.env)).toEqual({ status: 'passing', output: 'the output\n' })
  expect(docker.asked).toEqual([
    'POST /containers/web/exec {"AttachStdin":false,"AttachStdout":true,"AttachStderr":true,"Tty":false,"Cmd":["echo","hi"]}',
    'POST /exec/e1/start {"Detach":false,"Tty":true}',
    'GET /exec/e1/json ',
  ])
})

test.each([
  [1, 'warning'],
  [2, 'critical'],
  [127, 'critical'],
])('exit code %d is %s', async (exitCode, status) => {
  const docker = await fakeDocker()
  docker.exitCode = exitCode
  expect(await run(docker.env)).toEqual({ status, output: 'the output\n' })
})

test.each([
  [404, 'create exec failed for container web for unknown container'],
  [409, 'create exec failed for container web since container is paused or stopped'],
  [500, 'create exec failed for container web with status 500: {"message":"no"}'],
])('a refusal of Docker, such as %d, is critical', async (createStatus, output) => {
  const docker = await fakeDocker()
  docker.createStatus = createStatus
  expect(await run(docker.env)).toEqual({ status: 'critical', output })
})

test('without Docker it is critical and says why', async () => {
  expect(await run({ DOCKER_HOST: 'unix:///nowhere/docker.sock' })).toEqual({
    status: 'critical',
    output:
      'create exec failed for container web: Post "http://%2Fnowhere%2Fdocker.sock/containers/web/exec": ' +
      'dial unix /nowhere/docker.sock: connect: no such file or directory',
  })
})
