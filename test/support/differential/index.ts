export { Search } from './search.ts'
export { usualAreas } from './sequence.ts'
