/** Leaves a file of ours that `importer` imports out of a bundle. */
export const without = (file, importer) => ({
  name: `without ${file}`,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/[\w-]+\.ts$/ }, ({ path, importer: from }) =>
      path === `./${file}.ts` && from.endsWith(`/${importer}`) ? { path, namespace: 'elsewhere' } : undefined,
    )
    onLoad({ filter: /./, namespace: 'elsewhere' }, () => ({ contents: 'throw new Error("not in this bundle")' }))
  },
})
