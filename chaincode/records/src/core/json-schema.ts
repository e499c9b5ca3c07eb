import type { DocumentType } from './record-type.ts'

/** JSON Schema 2020-12 of a type's payload, for OpenAPI. Rules across fields are said in words, not in it. */
export const jsonSchemaOf = ({
  name,
  label,
  schema,
}: Pick<DocumentType, 'name' | 'label' | 'schema'>): Record<string, unknown> => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: name,
  description: `${label.zh} ${label.en}`,
  ...schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' }),
})
