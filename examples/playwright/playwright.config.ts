import { defineConfig } from '@playwright/test'

export default defineConfig({
  use: { baseURL: 'http://127.0.0.1:13000', launchOptions: { executablePath: process.env.CHROMIUM } },
  webServer: [
    {
      command: 'npx miniconsul agent -dev -http-port=18500 -dns-port=-1',
      url: 'http://127.0.0.1:18500/v1/status/leader',
    },
    {
      command: 'node server.mjs',
      url: 'http://127.0.0.1:13000',
      env: { CONSUL_HTTP_ADDR: '127.0.0.1:18500', PORT: '13000' },
    },
  ],
})
