/** What the HTTP API of the test bench lies under. It is no part of what is recorded, broken or listed as blocked. */
export const PREFIX = '/_miniconsul/'
