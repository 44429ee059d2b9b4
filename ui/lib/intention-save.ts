import { exactPath, type Intention } from './intentions.ts'
import { send } from './http.ts'

export const saveIntention = (
  source: string,
  destination: string,
  body: { readonly Action: string; readonly Description: string },
): Promise<string> => send('PUT', exactPath(source, destination), body)

export const deleteIntention = ({ SourceName, DestinationName }: Intention): Promise<string> =>
  send('DELETE', exactPath(SourceName, DestinationName))
