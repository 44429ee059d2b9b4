/**
 * Leaves commands out of a bundle: those of which `isLeftOut` says so, by what the tables of commands import. All of them are one module
 * then, for a start takes longer with each function that its bundle declares.
 */
export const withoutCommands = isLeftOut => ({
  name: 'without commands',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/[\w-]+\.ts$/ }, ({ path, importer, kind }) =>
      kind === 'dynamic-import' &&
      /\/cli\/commands\/(?:\w+\/)?index\.ts$/.test(importer) &&
      isLeftOut(path.slice(2, -3))
        ? { path: 'elsewhere', namespace: 'elsewhere' }
        : undefined,
    )
    onLoad({ filter: /./, namespace: 'elsewhere' }, () => ({ contents: 'throw new Error("not in this bundle")' }))
  },
})
