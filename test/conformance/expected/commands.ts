/** Command lines that do not answer as recorded: by scenario and line, each with the reason. The list only shrinks. */
export const commandsThatDiffer: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'snapshot-acl': {
    "consul snapshot inspect a.snap | awk 'NF>=3 {print $1, $2}' | sort": 'a snapshot holds our own tables',
    "consul snapshot inspect -kvdetails -format=json a.snap | node j.cjs '[d.StatsKV,d.TotalCountKV,d.TotalSizeKV]'":
      'sizes are those of our own form of a row',
  },
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
