import { pointer, string, stringList, stringMap, struct } from '../../go/decode.ts'

export const generateTokenSchema = struct(
  { PeerName: string(), Partition: string(), Meta: stringMap(), ServerExternalAddresses: stringList() },
  { unknown: 'reject', name: 'api.PeeringGenerateTokenRequest' },
)

export const establishSchema = struct(
  { PeerName: string(), PeeringToken: string(), Partition: string(), Meta: stringMap() },
  { unknown: 'reject', name: 'api.PeeringEstablishRequest' },
)

const locality = struct({ Region: string(), Zone: string() }, { name: 'structs.Locality' })

/** What a token holds, as JSON in base64. */
export const peeringTokenSchema = struct(
  {
    CA: stringList(),
    ManualServerAddresses: stringList(),
    ServerAddresses: stringList(),
    ServerName: string(),
    PeerID: string(),
    EstablishmentSecret: string(),
    Remote: struct(
      { Partition: string(), Datacenter: string(), Locality: pointer(locality) },
      { name: 'structs.PeeringTokenRemote' },
    ),
  },
  { name: 'structs.PeeringToken' },
)
