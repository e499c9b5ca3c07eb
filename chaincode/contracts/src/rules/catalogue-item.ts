import { type CatalogueItem, catalogueItem } from '@huren/records'
import type { ItemVersion, Versioned } from '../state/facts.ts'
import { keys } from '../state/keys.ts'
import { put } from '../state/view.ts'
import { defineRule } from './rule.ts'
import { addVersion, statementsOf } from './versions.ts'

/** The catalogue is maintained data: items come, change and retire by their next version. */
export const catalogueItemRule = defineRule<CatalogueItem, Versioned<ItemVersion>>({
  type: catalogueItem,
  entity: (payload) => keys.item(payload.item),
  statements: statementsOf,
  apply({ id, payload: { item, version, kind, status, validDays, effectiveFrom } }, fact) {
    const next = { version, effectiveFrom, statement: id, kind, status, validDays }
    return [put(keys.item(item), addVersion(fact, next))]
  },
})
