import { afterEach, vi } from 'vitest'

// test files share the sources, and so the methods that a test spies on
afterEach(() => void vi.restoreAllMocks())
