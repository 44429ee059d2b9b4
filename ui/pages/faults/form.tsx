import { useState } from 'preact/hooks'
import { CodeField } from '../../components/code-field.tsx'
import { EditForm, type Fields } from '../../components/edit-form.tsx'
import { CheckField, SelectField, TextField } from '../../components/field.tsx'
import { Detail } from '../../components/split.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { PairsField } from '../../components/pairs-field.tsx'
import { addFault } from '../../lib/control-api.ts'
import { DNS_ENDS, faultBody, HTTP_ENDS } from '../../lib/faults.ts'
import { likelyJsonProblem } from '../../lib/json-problem.ts'
import { hrefOf } from '../../lib/place.ts'
import { go, param, withParams } from '../../shell/address.ts'

/** Adds a fault, with every member that the control API has. */
export function FaultForm({ backHref }: { backHref: string }) {
  const about = param('about') === 'dns' ? 'dns' : 'http'
  const ends = about === 'dns' ? DNS_ENDS : HTTP_ENDS
  const [chosen, setChosen] = useState('')
  const end = chosen in ends ? chosen : (Object.keys(ends)[0] ?? '')
  const save = async ({ text }: Fields): Promise<void> => {
    const { ID } = JSON.parse(await addFault(faultBody(about, end, text))) as { ID: string }
    go(hrefOf(['faults', ID]))
  }
  const tabs = { 'HTTP requests': withParams({ about: undefined }), 'DNS questions': withParams({ about: 'dns' }) }
  return (
    <Detail title="New fault" closeHref={backHref}>
      <Tabs label="Applies to" tabs={tabs} current={about === 'dns' ? 'DNS questions' : 'HTTP requests'} />
      <EditForm
        key={about}
        label="New fault"
        done="The fault is set up."
        save={save}
        cancelHref={backHref}
        submit="Add"
      >
        <h3>Applies to</h3>
        {about === 'dns' ? <DnsMatch /> : <HttpMatch />}
        <h3>What happens</h3>
        <SelectField label="Effect" name="end" values={ends} value={end} onChange={setChosen} />
        {about === 'http' && <HttpEffect end={end} />}
        {(about === 'http' || end === 'delay') && (
          <TextField
            label="Delay"
            name="delay"
            value={about === 'dns' ? '1s' : ''}
            placeholder="1s"
            hint="By the agent’s clock, as in 500ms or 2s."
          />
        )}
        <h3>How often</h3>
        <div class="pair">
          <TextField label="Times" name="times" numeric placeholder="always" />
          <TextField label="Probability in percent" name="chance" numeric placeholder="100" />
        </div>
      </EditForm>
    </Detail>
  )
}

const PATTERN = 'As it is, or /…/ for a regular expression. Empty: all.'
const METHODS = { '': 'Any method', GET: 'GET', PUT: 'PUT', POST: 'POST', DELETE: 'DELETE' }

function HttpMatch() {
  return (
    <>
      <div class="pair">
        <SelectField label="Method" name="method" values={METHODS} />
        <TextField label="Path" name="path" placeholder="/v1/health/service/web" hint={PATTERN} />
      </div>
      <div class="pair">
        <TextField label="Key" name="key" hint="Of a request to /v1/kv/." />
        <TextField label="Token" name="token" hint="Secret ID of the client’s token." />
      </div>
      <PairsField label="Query parameters" name="query" />
    </>
  )
}

const TYPES = {
  '': 'Any type',
  A: 'A',
  AAAA: 'AAAA',
  SRV: 'SRV',
  TXT: 'TXT',
  NS: 'NS',
  SOA: 'SOA',
  PTR: 'PTR',
  ANY: 'ANY',
}

function DnsMatch() {
  return (
    <div class="pair">
      <TextField label="Name" name="name" placeholder="web.service.consul" hint={PATTERN} />
      <SelectField label="Type" name="type" values={TYPES} />
    </div>
  )
}

const KNOWN_LEADER = { '': 'as it is', true: 'yes', false: 'no' }

function HttpEffect({ end }: { end: string }) {
  if (end !== 'status' && end !== 'consul') return null
  return (
    <>
      {end === 'status' && (
        <>
          <TextField label="Status" name="status" value="500" numeric />
          <CodeField
            label="Body"
            name="body"
            value=""
            rows={3}
            check={likelyJsonProblem}
            hint="What begins as JSON is sent as JSON. Empty: the name of the status."
          />
          <PairsField label="Headers" name="headers" />
        </>
      )}
      <div class="pair">
        <TextField label="Truncate after" name="truncate" numeric hint="Bytes of the body; then the connection ends." />
        <TextField label="Index" name="index" numeric hint="What X-Consul-Index says." />
      </div>
      {end === 'consul' && (
        <>
          <CheckField label="Answer blocking queries at once, though nothing changed" name="wake" />
          <div class="pair">
            <TextField label="Last contact" name="lastContact" placeholder="5s" hint="How stale stale reads are." />
            <SelectField label="Known leader" name="knownLeader" values={KNOWN_LEADER} />
          </div>
        </>
      )}
    </>
  )
}
