import type { UiSettings } from '../model/settings.ts'

/** Whether there is a page: the one that comes along, or another one. */
export const servesPage = ({ enabled, dir }: UiSettings): boolean => enabled || dir !== undefined

/** Where it is, a slash at both ends. */
export const pagePath = ({ contentPath }: UiSettings): string => (contentPath === '/' ? '/ui/' : contentPath)
