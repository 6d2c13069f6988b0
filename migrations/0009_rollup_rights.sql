-- The summary of the rollups: row security holds for the owner too.
DO $$
DECLARE summary text;
BEGIN
  FOREACH summary IN ARRAY array['rollup_builds', 'rollup_units', 'rollup_deltas', 'rollup_years', 'rollup_cells',
    'rollup_departments', 'rollup_figure_deltas', 'rollup_year_figures', 'rollup_cell_figures',
    'rollup_department_figures', 'rollup_plan_deltas', 'rollup_plan_years']
  LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', summary);
    EXECUTE format('GRANT SELECT ON %I TO app_national', summary);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO app_serving', summary);
  END LOOP;
END
$$;
--> statement-breakpoint
REVOKE DELETE ON rollup_units, rollup_builds FROM app_serving;
--> statement-breakpoint
-- Deltas are appended and folded, never changed.
REVOKE UPDATE ON rollup_deltas, rollup_figure_deltas, rollup_plan_deltas FROM app_serving;
--> statement-breakpoint

-- The ministry's few writes in a province that it has entered keep that province's summary too.
DO $$
DECLARE summary text;
BEGIN
  FOREACH summary IN ARRAY array['rollup_units', 'rollup_deltas', 'rollup_figure_deltas', 'rollup_plan_deltas']
  LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR INSERT TO app_national WITH CHECK (province_id = nullif(current_setting(''app.own_province'', true), '''')::integer)',
      summary || '_ministry_insert', summary);
    EXECUTE format('GRANT INSERT ON %I TO app_national', summary);
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE POLICY rollup_units_ministry_update ON rollup_units FOR UPDATE TO app_national
  USING (province_id = nullif(current_setting('app.own_province', true), '')::integer)
  WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);
--> statement-breakpoint
GRANT UPDATE ON rollup_units TO app_national;
