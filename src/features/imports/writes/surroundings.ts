import type { TenantDoor } from '../../../db/tenancy.ts'
import type { Job } from './batch.ts'
import type { Surroundings } from '../files/header.ts'
import type { Unit } from '../files/numbers.ts'

/**
 * What an import needs to know beforehand: its province, what that has merged into, the ministry's catalogue, and which
 * provinces its rows may be for, if they are more than that one.
 */
export async function readSurroundings(
  door: TenantDoor,
  provinceIds: readonly number[] = [],
): Promise<{ around: Surroundings; province: Job['province'] & { slug: string } }> {
  return door.snapshot(async (tx) => {
    const ids = provinceIds.length > 0 ? provinceIds : [door.scope.own]
    const provinces = await tx.rows<Surroundings['provinces'][number] & { id: number }>(
      `/* importedProvinces */ select id, slug, name, ascii_name as "asciiName" from provinces where id = any ($1::integer[])
       order by array_position($1::integer[], id)`,
      [ids],
    )
    const province = provinces.find(({ id }) => id === door.scope.own)
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
      around: { provinces, units: new Map(indicators.map(({ code, unit }) => [code, unit])) },
      province: { slug: province.slug, name: province.name, merger: merger ?? null },
    }
  })
}
