import { consulLink } from '../lib/consul-links.ts'
import { hrefOf } from '../lib/place.ts'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { Acls } from '../pages/acl/index.tsx'
import { Blocked } from '../pages/blocked/index.tsx'
import { ControlPage } from '../pages/control/index.tsx'
import { Cluster } from '../pages/cluster/index.tsx'
import { Dns } from '../pages/dns/index.tsx'
import { Events } from '../pages/events/index.tsx'
import { Faults } from '../pages/faults/index.tsx'
import { HistoryPage } from '../pages/history/index.tsx'
import { Journal } from '../pages/journal/index.tsx'
import { Kv } from '../pages/kv/index.tsx'
import { Config } from '../pages/mesh/config.tsx'
import { Intentions } from '../pages/mesh/intentions.tsx'
import { Members } from '../pages/members/index.tsx'
import { Nodes } from '../pages/nodes/index.tsx'
import { Overview } from '../pages/overview/index.tsx'
import { Queries } from '../pages/queries/index.tsx'
import { Services } from '../pages/services/index.tsx'
import { SignIn } from '../pages/sign-in/index.tsx'
import { Sessions } from '../pages/sessions/index.tsx'
import { go, place } from './address.ts'
import { config } from './config.ts'
import { Head } from './head.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { Navigation } from './navigation.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { useStatus } from './status.ts'

/** The pages by the first part of their address. */
const PAGES: Readonly<Record<string, ComponentType>> = {
  overview: Overview,
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
  history: HistoryPage,
  cluster: Cluster,
  control: ControlPage,
}

/** The whole page. */
export function App() {
  const [name = 'overview', item] = place.value.path
  const Page = PAGES[name] ?? Missing
  const title = [item ?? place.value.params.get('key'), name, config.value.Datacenter].filter(Boolean).join(' · ')
  useStatus()
  const elsewhere = consulLink(place.value.path)
  useEffect(() => {
    if (elsewhere) go(hrefOf(elsewhere.path, elsewhere.params), { replace: true })
  }, [elsewhere?.path.join('/')])
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
const entryOf = ([name = 'overview', list = 'tokens']: readonly string[]): string =>
  name === 'acls' ? `${name}/${list}` : name === 'overview' ? '' : name

function Missing() {
  return (
    <div class="empty">
      <h1>No such page</h1>
      <p>
        Go to the <a href={hrefOf([])}>overview</a>, or choose a page from the menu.
      </p>
    </div>
  )
}
