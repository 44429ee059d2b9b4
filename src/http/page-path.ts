import type { UiSettings } from '../model/settings.ts'

/** Whether there is a page: the one that comes along, or another one. */
export const servesPage = ({ enabled, dir }: UiSettings): boolean => enabled || dir !== undefined

/** Where it is, a slash at both ends. */
export const pagePath = ({ contentPath }: UiSettings): string => (contentPath === '/' ? '/ui/' : contentPath)

/** Whether a path is the page's but for its last slash. */
export function lacksPageSlash(path: string, ui: UiSettings): boolean {
  const page = pagePath(ui)
  return path.length + 1 === page.length && page.startsWith(path) && servesPage(ui)
}
