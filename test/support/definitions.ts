import { checkDefinitionSchema, toCheckDefinition } from '../../src/api/schemas/check-definition.ts'
import { serviceDefinitionSchema, toServiceRegistration } from '../../src/api/schemas/service-definition.ts'
import { decode } from '../../src/go/decode.ts'
import type { CheckDefinition, ServiceRegistration } from '../../src/model/registration.ts'

/** A service as settings have it, in either spelling. */
export const service = (definition: object): ServiceRegistration =>
  toServiceRegistration(decode(serviceDefinitionSchema, definition, { loose: true }))

/** A check of its own as settings have it, in either spelling. */
export const check = (definition: object): CheckDefinition =>
  toCheckDefinition(decode(checkDefinitionSchema, definition, { loose: true }))
