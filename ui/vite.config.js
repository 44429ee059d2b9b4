// Builds the web page. `npx vite ui` serves it while it is worked on, beside an agent on the usual port.
const agent = 'http://127.0.0.1:8500'

export default {
  root: import.meta.dirname,
  base: '/ui/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    // one script and one sheet: nothing is inline, as the page's policy wants it
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    emptyOutDir: true,
  },
  server: { proxy: { '/v1': agent, '/_miniconsul': agent, '/ui/config.json': agent } },
}
