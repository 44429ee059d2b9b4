import { render } from 'preact'
import { App } from './shell/app.tsx'
import { followLinks } from './shell/address.ts'
import { loadConfig } from './shell/config.ts'
import { followKeys } from './shell/keys.ts'
import './styles/index.css'

const page = document.getElementById('page')
if (page) {
  followLinks()
  followKeys()
  void loadConfig().then(() => render(<App />, page))
}
