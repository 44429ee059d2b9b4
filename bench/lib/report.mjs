/** Three figures that mean something; large numbers whole. */
export function figure(value) {
  if (value === undefined || Number.isNaN(value)) return '–'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 || value === 0 ? 2 : 3
  const rounded = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return value === 0 ? '0' : rounded
}

const spread = ({ median, min, max }) =>
  min === max ? figure(median) : `${figure(median)} (${figure(min)}–${figure(max)})`

const MARKS = { load: '*', machine: '!' }
const LEGEND = {
  load: '* the load generator, not this server, was the limit of the rate: compare the CPU',
  machine: '! neither server nor load generator had a whole core: the machine was not quiet, do not trust the rate',
}

function verdict(goals, quick) {
  const state = ({ met }) => (quick || met === undefined ? 'not judged' : met ? 'met' : 'MISSED')
  return goals.map(goal => `${goal.text}: ${state(goal)}`).join('; ')
}

function line(label, one, names, quick, limits = {}) {
  const cells = names.flatMap(name => {
    const value = one.values[name]
    const mark = MARKS[limits[name]] ?? ''
    const cell = value ? spread(value) + mark : '–'
    if (name === 'miniconsul') return [cell]
    return [cell, one.ratios[name] ? figure(one.ratios[name].median) : '']
  })
  return [label, ...cells, verdict(one.goals, quick)]
}

function table(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map(cells => cells[column].length)))
  return lines
    .map(cells =>
      cells
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A subject's rows as a table: medians, with the smallest and largest of all rounds, and ours to each other's. */
export function subjectText({ name, about, rows }, quick) {
  const names = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))].sort(
    (a, b) => (b === 'miniconsul') - (a === 'miniconsul'),
  )
  const header = names.flatMap(one => (one === 'miniconsul' ? [one] : [one, `ours ÷ ${one}`]))
  const lines = [['', ...header, 'goal']]
  const used = new Set()
  const notes = []
  for (const row of rows) {
    lines.push(line(`${row.work} [${row.unit}]`, row, names, quick, row.limits))
    for (const limit of Object.values(row.limits ?? {})) used.add(limit)
    if (row.cpu && Object.keys(row.cpu.values).length > 0) lines.push(line('  CPU of one [µs]', row.cpu, names, quick))
  }
  for (const row of rows) {
    for (const [name, lost] of Object.entries(row.lost ?? {})) notes.push(`${row.work}: ${name} lost ${lost} queries\n`)
  }
  const legend = [...used].map(limit => `${LEGEND[limit]}\n`).join('')
  return `${name}: ${about}\n${table(lines)}\n${legend}${notes.join('')}`
}
