export { areas } from './commands/index.ts'
export { Search } from './search.ts'
