import { expect, it } from 'vitest'
import { goArch, goOs } from '../../../src/go/runtime.ts'

it.each([
  ['x64', 'amd64'],
  ['ia32', '386'],
  ['arm64', 'arm64'],
  ['arm', 'arm'],
  ['ppc64', 'ppc64le'],
  ['s390x', 's390x'],
  ['riscv64', 'riscv64'],
])("Node's processor %s is Go's %s", (arch, expected) => {
  expect(goArch(arch)).toBe(expected)
})

it.each([
  ['win32', 'windows'],
  ['linux', 'linux'],
  ['darwin', 'darwin'],
])("Node's system %s is Go's %s", (platform, expected) => {
  expect(goOs(platform)).toBe(expected)
})
