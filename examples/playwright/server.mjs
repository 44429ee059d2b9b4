// The application under test: shows a greeting from Consul.
import { createServer } from 'node:http'

const consul = `http://${process.env.CONSUL_HTTP_ADDR}`

createServer(async (_request, response) => {
  const answer = await fetch(`${consul}/v1/kv/app/greeting?raw`)
  response.setHeader('Content-Type', 'text/html')
  if (answer.status === 404) response.end('<p>Nothing to say</p>')
  else response.end(answer.ok ? `<p>${await answer.text()}</p>` : '<p>Configuration is not available</p>')
}).listen(Number(process.env.PORT), '127.0.0.1')
