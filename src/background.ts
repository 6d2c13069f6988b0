import type { Config } from './config.ts'
import type { Pools } from './db/pool.ts'
import { nationalDoor, tenantDoor } from './db/tenancy.ts'
import { Sealer, type SealerOptions } from './features/audit/sealer.ts'
import { Directory } from './features/provinces/directory.ts'
import { SummaryKeeper, type KeeperOptions } from './features/rollups/keeper.ts'

// What the server does beside answering requests. These are the only readers that look into every province.

/** Chains the audit log; see src/features/audit/sealer.ts. It does nothing until it is started. */
export async function openSealer(config: Readonly<Config>, pools: Pools, log: SealerOptions['log']): Promise<Sealer> {
  const directory = new Directory(pools.serving)
  await directory.refresh()
  const provinces = directory.all()
  return new Sealer({
    owners: () => [...provinces, { id: 0, slug: 'nation' }],
    everywhere: tenantDoor(pools, { readable: provinces.map(({ id }) => id), own: null }),
    write: ({ id }, work) =>
      id === 0 ? nationalDoor(pools).write(0, work) : tenantDoor(pools, { readable: [id], own: id }).write(work),
    secrets: config.auditSecrets,
    log,
  })
}

/** Keeps the rollups' summary small and verifies it; see src/features/rollups/keeper.ts. */
export async function openSummaryKeeper(pools: Pools, log: KeeperOptions['log']): Promise<SummaryKeeper> {
  const directory = new Directory(pools.serving)
  await directory.refresh()
  return new SummaryKeeper({
    national: nationalDoor(pools),
    of: (id) => tenantDoor(pools, { readable: [id], own: id }),
    provinces: directory.all().map(({ id }) => id),
    log,
  })
}
