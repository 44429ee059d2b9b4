import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Agent } from '../agent/agent.ts'
import { honourHttpConfig } from '../http/plugin-hooks.ts'
import { answerAnyMethod } from './any-method.ts'

export interface FolderPluginOptions {
  readonly agent: Agent
  /** Consul's `ui_config.dir`. */
  readonly dir: string
}

/** A web page of the user's own: its files, and `index.html` for every other path. */
export async function folderPlugin(app: FastifyInstance, { agent, dir }: FolderPluginOptions): Promise<void> {
  honourHttpConfig(app, agent)
  const answerOtherMethods = answerAnyMethod(app)
  app.setNotFoundHandler((_req, reply) => reply.sendFile('index.html'))
  await app.register(fastifyStatic, { root: resolve(dir), prefix: '/', wildcard: true, cacheControl: false })
  answerOtherMethods()
}
