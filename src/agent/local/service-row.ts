import type { ServiceFields } from '../../model/registration.ts'
import type { NewService } from '../../state/service.ts'

/** The row that a registration makes on this node. Without an ID it goes by its name. */
export const serviceRow = (fields: ServiceFields, node: string): NewService => ({
  ...fields,
  Node: node,
  ID: fields.ID || fields.Service,
})
