/**
 * Scenarios that are known not to pass yet: name and reason. One that passes after all, or that does not exist,
 * fails the suite, so that this list never says more than the truth.
 */
export const expectedFailures: Readonly<Record<string, string>> = {}
