import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { expect, test } from 'vitest'
import { isDamagedLog } from '../../../../src/daemon/data-folder/level-log.ts'

/** A log of LevelDB's own with records of many sizes, some of them longer than a block. */
async function makeLog(): Promise<Buffer> {
  const dir = mkdtempSync(join(tmpdir(), 'level-log-'))
  const db = new ClassicLevel(dir)
  for (const size of [1, 500, 40_000, 3, 32_700, 7, 100]) {
    await db.put(`key ${size}`, String(size).padEnd(size, '.'), { sync: true })
  }
  const name = readdirSync(dir).find(one => one.endsWith('.log')) ?? ''
  const log = readFileSync(join(dir, name))
  await db.close()
  rmSync(dir, { recursive: true })
  return log
}

test('a log that LevelDB wrote is not damaged, wherever it is cut off', async () => {
  const log = await makeLog()
  expect(isDamagedLog(log)).toBe(false)
  for (let end = 0; end < log.length; end += 61) expect(isDamagedLog(log.subarray(0, end)), `cut at ${end}`).toBe(false)
})

test('a log with zeros at its end, as a lost power supply leaves it, is not damaged', async () => {
  const log = await makeLog()
  expect(isDamagedLog(Buffer.concat([log, Buffer.alloc(5000)]))).toBe(false)
})

test('a log with a wrong byte is damaged, wherever that is', async () => {
  const log = await makeLog()
  for (let at = 0; at < log.length; at += 1009) {
    const damaged = Buffer.from(log)
    damaged[at] = (damaged[at] as number) ^ 0x40
    expect(isDamagedLog(damaged), `at ${at}`).toBe(true)
  }
})
