import { Environment } from '@marcbachmann/cel-js';
import { type Assignable, assign } from '@trialogue/assignment';
import fc from 'fast-check';
import { compileTargeting } from './compile-targeting';
import { attributes, conditions, declared } from './testing/conditions';

/** The same attributes as the CEL library wants them: ints as bigints, times as dates, nothing that is null. */
function celValues(given: { readonly [name: string]: unknown }) {
  const values = Object.entries(given).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const type: string = declared[name as keyof typeof declared];
    if (type === 'int') return [[name, BigInt(value as number)]];
    if (type === 'timestamp') return [[name, new Date(value as string)]];
    return [[name, type === 'list<int>' ? (value as number[]).map(BigInt) : value]];
  });
  const all = Object.fromEntries(values);
  return { ...all, attributes: all };
}

const schema = Object.fromEntries(
  Object.entries(declared).map(([name, type]) => [name, type === 'timestamp' ? 'google.protobuf.Timestamp' : type]),
);
const environment = new Environment();
for (const [name, type] of Object.entries(schema)) if (name !== 'app-version') environment.registerVariable(name, type);
environment.registerVariable({ name: 'attributes', schema });

/** What the library says: true, false, or that there is no telling. */
function expected(source: string, given: object): boolean | 'unanswered' {
  try {
    return environment.evaluate(source, celValues({ ...given }));
  } catch {
    return 'unanswered'; // which is compared
  }
}

function found(source: string, given: { readonly [name: string]: unknown }): boolean | 'unanswered' {
  const { targeting, problems } = compileTargeting(source, declared);
  expect(problems).toEqual([]);
  const snapshot: Assignable = {
    ...{ key: 'x', unitType: 'user', status: 'RUNNING', salt: 'x', allocation: 1, traffic: 1 },
    variants: [{ key: 'a', weight: 1, isControl: true }],
    targeting: JSON.parse(JSON.stringify(targeting)),
  };
  const { inExperiment, trace } = assign(snapshot, { unit: 'u', attributes: JSON.parse(JSON.stringify(given)) });
  if (inExperiment) return true;
  return trace.at(-1)!.outcome === 'does not fit' ? false : 'unanswered';
}

test('a compiled condition says what the CEL library says of it, for any attributes', () => {
  const seen = { true: 0, false: 0, unanswered: 0 };
  fc.assert(
    fc.property(conditions, fc.array(attributes, { minLength: 4, maxLength: 4 }), (source, units) => {
      if (!environment.check(source).valid) {
        // an element of an empty list has a type of its own
        expect(compileTargeting(source, declared).targeting).toBeNull();
        return;
      }
      for (const given of units) {
        const answer = expected(source, given);
        seen[`${answer}`]++;
        expect([source, given, found(source, given)]).toEqual([source, given, answer]);
      }
    }),
    { numRuns: 600, seed: 20_261_125 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(200);
});
