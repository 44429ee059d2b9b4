import { render } from 'preact'
import { App } from './shell/app.tsx'
import { followLinks } from './shell/address.ts'
import { loadConfig } from './shell/config.ts'
import { resumeIdentity } from './shell/identity.ts'
import { followKeys } from './shell/keys.ts'
import './styles/index.css'

const page = document.getElementById('page')
if (page) {
  followLinks()
  followKeys()
  void start(page)
}

async function start(page: HTMLElement): Promise<void> {
  await loadConfig()
  await resumeIdentity()
  render(<App />, page)
}
