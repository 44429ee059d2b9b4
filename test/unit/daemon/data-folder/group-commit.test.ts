import { expect, test } from 'vitest'
import { GroupCommit } from '../../../../src/daemon/data-folder/group-commit.ts'
import type { RecordChange } from '../../../../src/daemon/data-folder/digest.ts'
import { turns } from '../../../../src/lib/defer.ts'

/** A target whose groups end when the test says so. */
function slowTarget() {
  const groups: { changes: readonly RecordChange[]; end: (error?: Error) => void }[] = []
  const errors: string[] = []
  const group = new GroupCommit(
    {
      write: changes =>
        new Promise((resolve, reject) => {
          groups.push({ changes, end: error => (error ? reject(error) : resolve()) })
        }),
    },
    error => errors.push(error.message),
  )
  return { group, groups, errors }
}

test('what comes while a group is written goes into the next one, once for each key', async () => {
  const { group, groups } = slowTarget()
  const safe: string[] = []
  group.put('a', 1)
  group.whenSafe(() => safe.push('a'))
  await turns(1)
  group.put('b', 1)
  group.put('b', 2)
  group.delete('c')
  group.whenSafe(() => safe.push('b'))
  await turns(2)
  expect(groups.map(({ changes }) => changes)).toEqual([[['a', '1']]])
  groups[0]?.end()
  await turns(3)
  expect(safe).toEqual(['a'])
  expect(groups[1]?.changes).toEqual([
    ['b', '2'],
    ['c', undefined],
  ])
  groups[1]?.end()
  await turns(1)
  expect(safe).toEqual(['a', 'b'])
})

test('a write waits for the group that is being written, and not at all when everything is on the disk', async () => {
  const { group, groups } = slowTarget()
  let safe = 0
  group.whenSafe(() => safe++)
  expect(safe).toBe(1)
  group.put('a', 1)
  await turns(1)
  group.whenSafe(() => safe++)
  expect(safe).toBe(1)
  groups[0]?.end()
  await turns(1)
  expect(safe).toBe(2)
})

test('a group that fails is reported to the writes that wait for it, and tried again with the next change', async () => {
  const { group, groups, errors } = slowTarget()
  group.put('a', 1)
  group.put('b', 1)
  const failed = group.flush()
  await turns(1)
  group.put('b', 2)
  groups[0]?.end(new Error('no space left'))
  await expect(failed).rejects.toThrow('no space left')
  expect(errors).toEqual(['no space left'])
  const flushed = group.flush()
  await turns(1)
  expect(groups[1]?.changes.toSorted()).toEqual([
    ['a', '1'],
    ['b', '2'],
  ])
  groups[1]?.end()
  await flushed
})
