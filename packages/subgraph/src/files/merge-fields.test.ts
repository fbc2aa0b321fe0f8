import 'reflect-metadata';
import type { Json } from '@trialogue/canonical-json';
import fc from 'fast-check';
import { Side } from './merge-args';
import { type Fields, mergeFields } from './merge-fields';

const fields = (object: Record<string, Json>): Fields => new Map(Object.entries(object));
const merged = (base: Record<string, Json>, file: object, database: object, prefer?: Side) => {
  const { taken, drift, conflicts } = mergeFields(
    fields(base),
    fields(file as Record<string, Json>),
    fields(database as Record<string, Json>),
    prefer,
  );
  return { taken: [...taken], drift: drift.map(({ path }) => path), conflicts };
};

test.each<[string, object, object, object, object]>([
  ['nothing changed', { a: 1 }, { a: 1 }, { a: 1 }, {}],
  ['only the file changed', { a: 1 }, { a: 2 }, { a: 1 }, { taken: ['a'] }],
  ['only the database changed', { a: 1 }, { a: 1 }, { a: 2 }, { drift: ['a'] }],
  ['both changed to the same', { a: 1 }, { a: 2 }, { a: 2 }, {}],
  [
    'both changed, differently',
    { a: 1 },
    { a: 2 },
    { a: 3 },
    { conflicts: [{ path: 'a', base: 1, file: 2, database: 3 }] },
  ],
  ['only the file says it', {}, { a: 1 }, {}, { taken: ['a'] }],
  ['only the database says it', {}, {}, { a: 1 }, {}],
  ['both began to say it', {}, { a: 1 }, { a: 2 }, { conflicts: [{ path: 'a', base: null, file: 1, database: 2 }] }],
  ['the database no longer says it', { a: 1 }, { a: 1 }, {}, { drift: ['a'] }],
  ['the file no longer says it', { a: 1 }, {}, { a: 1 }, {}],
  ['an empty text is nothing', {}, { a: 'x' }, { a: '' }, { taken: ['a'] }],
  ['an empty list is nothing', { a: [] }, { a: [] }, {}, {}],
])('%s', (_, base, file, database, expected) =>
  expect(merged(base as Record<string, Json>, file, database)).toEqual({
    ...{ taken: [], drift: [], conflicts: [] },
    ...expected,
  }),
);

test('a preference decides conflicts, which are told all the same', () => {
  const [base, file, database] = [{ a: 1 }, { a: 2 }, { a: 3 }];
  expect(merged(base, file, database, Side.FILE)).toMatchObject({ taken: ['a'], conflicts: [{ path: 'a' }] });
  expect(merged(base, file, database, Side.DATABASE)).toMatchObject({ taken: [], conflicts: [{ path: 'a' }] });
});

const said = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 2 }));

test('no field is lost: each is as both have it, taken, left as drift, or a conflict', () => {
  fc.assert(
    fc.property(said, said, said, (base, file, database) => {
      const { taken, drift, conflicts } = merged(base, file, database);
      for (const path of Object.keys(file)) {
        const places = [taken, drift, conflicts.map((one) => one.path)].filter((paths) => paths.includes(path));
        expect(places).toHaveLength(file[path] === database[path] ? 0 : 1);
        if (taken.includes(path)) expect(database[path]).toBe(base[path]);
        if (drift.includes(path)) expect(file[path]).toBe(base[path]);
      }
    }),
  );
});

test('what was merged is merged: with the file as base, nothing is taken and nothing is in conflict', () => {
  fc.assert(
    fc.property(said, said, said, fc.constantFrom(Side.FILE, Side.DATABASE), (base, file, database, prefer) => {
      const { taken } = merged(base, file, database, prefer);
      const after = { ...database, ...Object.fromEntries(taken.map((path) => [path, file[path]!])) };
      expect(merged(file, file, after)).toMatchObject({ taken: [], conflicts: [] });
    }),
  );
});
