/** Leaves files of ours that `importer` imports out of a bundle. */
export const without = (names, importer) => ({
  name: `without ${names.join(' ')}`,
  setup({ onResolve, onLoad }) {
    const paths = names.map(name => `./${name}.ts`)
    onResolve({ filter: /^\.\/[\w-]+\.ts$/ }, ({ path, importer: from }) =>
      paths.includes(path) && from.endsWith(`/${importer}`) ? { path, namespace: 'elsewhere' } : undefined,
    )
    onLoad({ filter: /./, namespace: 'elsewhere' }, () => ({ contents: 'throw new Error("not in this bundle")' }))
  },
})
