import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Experiment, GrowthBookClient } from '@growthbook/growthbook';
import { type Assignable, assign } from '@trialogue/assignment';
import { x86 } from 'murmurhash3js';
import { parse } from 'yaml';

const guide = readFileSync(path.join(__dirname, '../../../docs/migration.md'), 'utf8');

/** What a section shows: the other product's JSON, our YAML, and the units of the table with what they get. */
function shownIn(section: string) {
  const [, text = ''] = new RegExp(`\n## ${section}\n([\\s\\S]*?)\n## `).exec(guide)!;
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(text)!;
  const [, yaml = ''] = /```ya?ml\n([\s\S]*?)```/.exec(text)!;
  const rows = [...text.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, unit, gets]) => [unit!, gets!] as const);
  const taken = rows.filter(([unit]) => unit.startsWith('user-'));
  expect(taken.length).toBeGreaterThan(5);
  return { theirs: JSON.parse(json), ours: snapshotOf(parse(yaml)), rows: taken };
}

/** As it is published: names of layers replaced by what they are. */
function snapshotOf({ experiments: [entry], layers = [] }: any): Assignable {
  const layerOf = ({ layer: key, ...range }: any) => ({
    ...{ layer: key, ...range },
    ...layers.find((layer: any) => layer.key === key && { ...layer, key: undefined }),
  });
  return {
    ...{ key: entry.key, unitType: 'user', status: 'RUNNING', allocation: 1 },
    ...{ salt: entry.salt, traffic: entry.traffic, bucketer: entry.bucketer },
    variants: entry.variants.map(({ control = false, ...variant }: any) => ({ ...variant, isControl: control })),
    ...(entry.layers && { layers: entry.layers.map(layerOf) }),
  };
}

const given = (snapshot: Assignable, unit: string) => assign(snapshot as any, { unit }).variant?.value ?? 'nothing';

test('a rule of GrowthBook gives each unit of the guide what its SDK gives it, and what the guide says', () => {
  const { theirs, ours, rows } = shownIn('From GrowthBook');
  const [rule] = theirs.rules as Experiment<string>[];
  const sdk = new GrowthBookClient();
  const seen = rows.map(([unit]) => {
    const { inExperiment, value } = sdk.runInlineExperiment(rule!, { attributes: { id: unit } });
    return [unit, inExperiment ? value : 'nothing', given(ours, unit)];
  });
  expect(seen).toEqual(rows.map(([unit, gets]) => [unit, gets, gets]));
});

/** https://docs.getunleash.io/concepts/stickiness: the rollout with seed 0, the variants with theirs. */
function inUnleash({ strategies: [{ parameters, variants }] }: any, unit: string): string {
  const value = (total: number, seed: number) => (x86.hash32(`${parameters.groupId}:${unit}`, seed) % total) + 1;
  if (value(100, 0) > Number(parameters.rollout)) return 'nothing';
  const drawn = value(
    variants.reduce((sum: number, { weight }: any) => sum + weight, 0),
    86_028_157,
  );
  let from = 0;
  for (const { name, weight } of variants) {
    from += weight;
    if (from >= drawn) return name;
  }
  throw new Error(`${drawn} is past all weights`);
}

test('a flag of Unleash gives each unit of the guide what its SDK gives it, and what the guide says', () => {
  const { theirs, ours, rows } = shownIn('From Unleash');
  const seen = rows.map(([unit]) => [unit, inUnleash(theirs, unit), given(ours, unit)]);
  expect(seen).toEqual(rows.map(([unit, gets]) => [unit, gets, gets]));
});
