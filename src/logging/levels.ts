import type { LogLevel } from '../model/log-level.ts'

/** Levels with pino's numbers: the severer, the higher. */
export const LEVELS: Readonly<Record<LogLevel, number>> = { trace: 10, debug: 20, info: 30, warn: 40, error: 50 }

/** The level that a name stands for, whatever its case: Consul takes `err` for `error`. */
export function levelOf(name: string): LogLevel | undefined {
  const level = name.toLowerCase() === 'err' ? 'error' : name.toLowerCase()
  return Object.hasOwn(LEVELS, level) ? (level as LogLevel) : undefined
}
