/** Command lines that do not answer as recorded: by scenario and line, each with the reason. The list only shrinks. */
export const commandsThatDiffer: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'acl-token-details': {
    'consul acl token read -accessor-id 0000cccc-0000-0000-0000-000000000021 -expanded -format=json':
      'the official agent gives the policies of templates in any order',
  },
  'odds-and-ends': Object.fromEntries(
    [
      'consul resource list',
      'consul resource list catalog.v2beta1.Service',
      'consul resource read demo.v2.Artist x',
      'consul resource read demo',
      'consul resource delete demo.v2.Artist',
      'consul resource apply r.hcl',
    ].map(line => [line, 'resources are not built: the community edition has those of a demonstration only']),
  ),
}
