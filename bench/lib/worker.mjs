/** Lets the process that forked this one call its functions, and ends this one with it. */
export function serve(functions) {
  process.on('disconnect', () => process.exit(0))
  process.on('message', async ({ id, name, args }) => {
    try {
      process.send({ id, value: await functions[name](...args) })
    } catch (err) {
      process.send({ id, error: err instanceof Error ? err.message : String(err) })
    }
  })
}
