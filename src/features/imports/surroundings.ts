import type { TenantDoor } from '../../db/tenancy.ts'
import type { Job } from './batch.ts'
import type { Surroundings } from './header.ts'
import type { Unit } from './numbers.ts'

/** What an import needs to know beforehand: its province, what that has merged into, and the ministry's catalogue. */
export async function readSurroundings(door: TenantDoor): Promise<{ around: Surroundings; province: Job['province'] }> {
  return door.snapshot(async (tx) => {
    const [province] = await tx.rows<Surroundings['provinces'][number]>(
      '/* importedProvince */ select slug, name, ascii_name as "asciiName" from provinces where id = $1',
      [door.scope.own],
    )
    if (province === undefined) throw new Error('A scope without a province of its own imports nothing')
    const [merger] = await tx.rows<{ slug: string; effectiveOn: string }>(
      `/* importedMerger */ select p.slug, s.effective_on as "effectiveOn" from successions s
       join provinces p on p.id = s.successor_id
       where s.predecessor_id = $1 and s.withdrawn_at is null`,
      [door.scope.own],
    )
    const indicators = await tx.rows<{ code: string; unit: Unit }>(
      '/* importedIndicators */ select code, unit from indicators',
    )
    return {
      around: { provinces: [province], units: new Map(indicators.map(({ code, unit }) => [code, unit])) },
      province: { name: province.name, merger: merger ?? null },
    }
  })
}
