/** Command lines that do not answer as recorded: by scenario and line, each with the reason. The list only shrinks. */
export const commandsThatDiffer: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'acl-token-details': {
    'consul acl token read -accessor-id 0000cccc-0000-0000-0000-000000000021 -expanded -format=json':
      'the official agent gives the policies of templates in any order',
  },
}
