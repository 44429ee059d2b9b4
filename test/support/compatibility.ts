import type { Route } from '../../src/http/route.ts'

const HEAD = `# Compatibility

Which paths of Consul's HTTP API miniconsul answers, and how near it comes to Consul 1.21.4. This page is made from the
route table; \`UPDATE_COMPATIBILITY=1 npx vitest run test/unit/compatibility.test.ts\` writes it anew.

- **full**: behaves as recorded from the real thing, its errors included.
- **partial**: does, but for what the note says.
- **none**: answers 501 with the reason, never an empty success.

A path that is not listed answers 404, as it does in Consul without an Enterprise licence.
`

/** The page that tells how near each route comes to the real one. */
export function compatibilityPage(routes: readonly Route[]): string {
  const areas = [...new Set(routes.map(areaOf))].toSorted()
  const sections = areas.map(area =>
    section(
      area,
      routes.filter(route => areaOf(route) === area),
    ),
  )
  return [HEAD, ...sections].join('\n')
}

const areaOf = ({ path }: Route): string => (path.startsWith('/v1/') ? (path.split('/')[2] ?? '') : 'web page')

function section(area: string, rows: readonly Route[]): string {
  const lines = rows
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, methods, fidelity = 'full', note = '' }) => {
      return `| \`${path}\` | ${Object.keys(methods).join(', ')} | ${fidelity} | ${note.replaceAll('|', '\\|')} |`
    })
  return [`## ${area}`, '', '| path | methods | | |', '| --- | --- | --- | --- |', ...lines, ''].join('\n')
}
