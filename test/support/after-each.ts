import { afterEach, vi } from 'vitest'
import { cleanUp } from './after-test.ts'

afterEach(cleanUp)

// test files share the sources, and so the methods that a test spies on
afterEach(() => void vi.restoreAllMocks())
