/** A built-in template of rules, as it is listed. */
export interface PolicyTemplate {
  readonly id: string
  readonly name: string
  readonly description: string
  /** JSON schema of its variables; '' for a template without any. */
  readonly schema: string
  /** Rules with `{{.Name}}` in them. */
  readonly template: string
}

/** Of a template with a variable. */
const NAMED =
  '{\n\t"type": "object",\n\t"properties": {\n\t\t"name": { "type": "string", "$ref": "#/definitions/min-length-one" }\n\t},\n\t"required": ["name"],\n\t"definitions": {\n\t\t"min-length-one": {\n\t\t\t\t"type": "string",\n\t\t\t\t"minLength": 1\n\t\t}\n\t}\n}'

const template = (last: number, name: string, description: string, schema: string, rules: string): PolicyTemplate => ({
  id: `00000000-0000-0000-0000-00000000000${last}`,
  name: `builtin/${name}`,
  description,
  schema,
  template: rules,
})

/** By name. */
export const POLICY_TEMPLATES: ReadonlyMap<string, PolicyTemplate> = new Map(
  [
    template(
      8,
      'api-gateway',
      'Gives the token or role permissions for a Consul api gateway',
      NAMED,
      'mesh = "read"\nnode_prefix "" {\n\tpolicy = "read"\n}\nservice_prefix "" {\n\tpolicy = "read"\n}\nservice "{{.Name}}" {\n\tpolicy = "write"\n}',
    ),
    template(
      5,
      'dns',
      'Gives the token or role permissions for the Consul DNS to query services in the network.',
      '',
      '\nnode_prefix "" {\n\tpolicy = "read"\n}\nservice_prefix "" {\n\tpolicy = "read"\n}\nquery_prefix "" {\n\tpolicy = "read"\n}',
    ),
    template(
      4,
      'node',
      'Gives the token or role permissions for a register an agent/node into the catalog. A node is typically a consul agent but can also be a physical server, cloud instance or a container.',
      NAMED,
      '\nnode "{{.Name}}" {\n\tpolicy = "write"\n}\nservice_prefix "" {\n\tpolicy = "read"\n}',
    ),
    template(
      9,
      'nomad-client',
      'Gives the token or role permissions required for integration with a nomad client.',
      '',
      'agent_prefix "" {\n  policy = "read"\n}\nnode_prefix "" {\n  policy = "read"\n}\nservice_prefix "" {\n  policy = "write"\n}\nkey_prefix "" {\n  policy = "read"\n}',
    ),
    template(
      6,
      'nomad-server',
      'Gives the token or role permissions required for integration with a nomad server.',
      '',
      '\nacl = "write"\nagent_prefix "" {\n  policy = "read"\n}\nnode_prefix "" {\n  policy = "read"\n}\nservice_prefix "" {\n  policy = "write"\n}',
    ),
    template(
      3,
      'service',
      "Gives the token or role permissions to register a service and discover services in the Consul catalog. It also gives the specified service's sidecar proxy the permission to discover and route traffic to other services.",
      NAMED,
      '\nservice "{{.Name}}" {\n\tpolicy = "write"\n}\nservice "{{.Name}}-sidecar-proxy" {\n\tpolicy = "write"\n}\nservice_prefix "" {\n\tpolicy = "read"\n}\nnode_prefix "" {\n\tpolicy = "read"\n}',
    ),
  ].map(one => [one.name, one]),
)
