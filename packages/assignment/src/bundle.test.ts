import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { vectors } from '../vectors.json';
import { assign } from './assign';
import type { Assignable } from './snapshot';
import { experiment } from './testing/experiment';

/** All that the package exports, in one file, minified by esbuild: as a module, and as a script that can be run here. */
const bundled = async (format: 'esm' | 'iife') => {
  const { outputFiles } = await build({
    ...{ entryPoints: [path.join(__dirname, 'index.ts')], bundle: true, minify: true, write: false },
    ...{ format, globalName: format === 'iife' ? 'assignment' : undefined, platform: 'browser', target: 'es2022' },
  });
  return outputFiles[0]!.text;
};

test('is under 10 kB minified', async () => {
  const bundle = await bundled('esm');
  expect(Buffer.byteLength(bundle)).toBeLessThan(10_000);
});

test('assigns the same where there is nothing but the language and TextEncoder', async () => {
  const snapshots: Assignable[] = [
    experiment([1, 2, 1], { traffic: 0.8 }),
    experiment([0.5, 0.5], { bucketer: 'growthbook_v1' }),
    experiment([0.5, 0.5], { bucketer: 'growthbook_v2', traffic: 0.5 }),
    experiment([1, 1], { bucketer: 'unleash', sticky: {}, endsAt: '2027-01-01T00:00:00Z' }),
    experiment([1], {
      targeting: { source: 'age > 1', expression: ['<', ['integer', '1'], ['attribute', 'age', 'int']] },
    }),
  ];
  const subjects = vectors.map(({ unit }, age) => ({ unit, attributes: { age }, at: 0 }));
  const bundle = await bundled('iife');
  const there: string = runInNewContext(
    `${bundle}\nJSON.stringify(assignment.assignMany(JSON.parse(snapshots), JSON.parse(subjects)))`,
    { TextEncoder, snapshots: JSON.stringify(snapshots), subjects: JSON.stringify(subjects) },
  );
  const here = subjects.map((subject) => snapshots.map((snapshot) => assign(snapshot, subject)));
  expect(JSON.parse(there)).toEqual(JSON.parse(JSON.stringify(here)));
});
