import { hrefOf } from '../lib/place.ts'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { Acls } from '../pages/acl/index.tsx'
import { Blocked } from '../pages/blocked.tsx'
import { ControlPage } from '../pages/control.tsx'
import { Cluster } from '../pages/cluster.tsx'
import { Dns } from '../pages/dns.tsx'
import { Events } from '../pages/events.tsx'
import { Faults } from '../pages/faults.tsx'
import { Journal } from '../pages/journal.tsx'
import { Kv } from '../pages/kv.tsx'
import { Config } from '../pages/mesh/config.tsx'
import { Intentions } from '../pages/mesh/intentions.tsx'
import { Members } from '../pages/members.tsx'
import { Nodes } from '../pages/nodes.tsx'
import { Queries } from '../pages/queries.tsx'
import { Services } from '../pages/services.tsx'
import { SignIn } from '../pages/sign-in.tsx'
import { Sessions } from '../pages/sessions.tsx'
import { place } from './address.ts'
import { config } from './config.ts'
import { Head } from './head.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { Navigation } from './navigation.tsx'
import { NoticeBar } from './notice-bar.tsx'

/** The pages by the first part of their address. */
const PAGES: Readonly<Record<string, ComponentType>> = {
  services: Services,
  nodes: Nodes,
  kv: Kv,
  sessions: Sessions,
  events: Events,
  queries: Queries,
  members: Members,
  intentions: Intentions,
  config: Config,
  acls: Acls,
  'sign-in': SignIn,
  dns: Dns,
  blocked: Blocked,
  journal: Journal,
  faults: Faults,
  cluster: Cluster,
  control: ControlPage,
}

/** The whole page. */
export function App() {
  const [name = 'services', item] = place.value.path
  const Page = PAGES[name] ?? Missing
  const title = [item ?? place.value.params.get('key'), name, config.value.Datacenter].filter(Boolean).join(' · ')
  useEffect(() => void (document.title = `${title} · miniconsul`), [title])
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Head />
      <Navigation current={entryOf(place.value.path)} />
      <main id="main" tabIndex={-1}>
        <Page key={name} />
      </main>
      <NoticeBar />
      <LeaveDialog />
    </>
  )
}

/** The entry of the navigation that stands for an address. */
const entryOf = ([name = 'services', list = 'tokens']: readonly string[]): string =>
  name === 'acls' ? `${name}/${list}` : name

function Missing() {
  return (
    <div class="empty">
      <h1>There is no such page</h1>
      <p>
        <a href={hrefOf(['services'])}>Services</a> is a good place to begin.
      </p>
    </div>
  )
}
