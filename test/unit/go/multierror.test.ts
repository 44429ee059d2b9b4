import { expect, it } from 'vitest'
import { multierror } from '../../../src/go/multierror.ts'

it('counts one problem in the singular', () => {
  expect(multierror(['no name'])).toBe('1 error occurred:\n\t* no name\n\n')
})

it('puts each problem in a line of its own', () => {
  expect(multierror(['no name', 'no port'])).toBe('2 errors occurred:\n\t* no name\n\t* no port\n\n')
})
