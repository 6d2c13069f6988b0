import { nationalDoor, tenantDoor } from '../../src/db/tenancy.ts'
import { loadSampleData } from '../../src/sample-data/load.ts'
import type { TestApp } from './app.ts'

/** Loads the five provinces of the sample data, as the start does. */
export async function loadSample({ pools, key }: TestApp): Promise<void> {
  await loadSampleData({
    tenantDoorFor: (slug) => tenantDoor(pools, { readable: [key(slug)], own: key(slug) }),
    nationalDoor: nationalDoor(pools),
    log: () => {},
  })
}
