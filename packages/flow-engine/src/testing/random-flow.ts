import fc from 'fast-check';
import type { FlowDefinition, FlowIncludes } from '../definition';
import type { Sight } from '../guard';

/** A flow with those that it includes. */
export interface RandomFlow {
  readonly definition: FlowDefinition;
  readonly flows: FlowIncludes;
}

const names = ['a', 'b', 'c', 'd', 'e'];
const state = fc.constantFrom(...names, 'z');
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });
/** Without members that are undefined, as a file has none. */
const some = (members: { readonly [member: string]: fc.Arbitrary<unknown> }) =>
  fc
    .record(members)
    .map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as object);

const usual = ['slots.n > 3', 'slots.ok', 'turns > 1', 'text.contains("no")', 'has(slots.t)', 'variables.x == "x"'];
const guards: { readonly [sight in Exclude<Sight, 'given'>]: readonly string[] } = {
  usual,
  result: [...usual, 'result.n > 2.0', 'has(result.n)'],
  outcome: [...usual, 'result.n > 2.0', 'outcome == "completed"'],
};
const guard = (sight: keyof typeof guards) => fc.constantFrom(...guards[sight]);
const choices = (sight: keyof typeof guards) =>
  fc.tuple(guard(sight), state, state).map(([when, to, last]) => [{ when, to }, { to: last }]);
const next = (sight: keyof typeof guards = 'usual') => fc.oneof(state, choices(sight));

const text = fc.constantFrom(
  'Hi.',
  'So?',
  'Well.',
  'Go on.',
  '{{ variables.x }}',
  '{{ slots.n }}',
  '{% if slots.t is defined %}{{ slots.t }}{% endif %}',
  'What?',
);
const assignments = (values: readonly unknown[]) =>
  some({
    n: maybe(fc.constantFrom(...values, 4, null)),
    ok: maybe(fc.constantFrom(true, null, 'slots.n > 2')),
    t: maybe(fc.constantFrom('"said"', 'text', null)),
  });
const set = maybe(fc.record({ set: assignments(['slots.n + 1', 'turns']) }));
const save = maybe(assignments(['result.n', 'dyn(200)']));
const after = maybe(fc.dictionary(fc.constantFrom('PT1S', 'PT10M', 'P1D'), state, { maxKeys: 2 }));
const around = { entry: set, exit: set };
const call = fc.record({
  strategy: fc.constant('look'),
  input: fc.constantFrom({}, { n: 'slots.n', deep: { a: [1] } }),
});
const failed = maybe(state);
const output = fc.record({
  schema: fc.constant({ type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }),
  save: assignments(['result.n']),
});

const interruption = (flows: readonly string[]) =>
  fc.oneof(
    fc.record({ when: guard('usual'), say: text }),
    fc.record({ when: guard('usual'), to: state }),
    ...(flows.length === 0
      ? []
      : [fc.record({ when: guard('usual'), flow: fc.constantFrom(...flows), slots: fc.constant({ n: 'slots.n' }) })]),
  );

function anyState(flows: readonly string[]): fc.Arbitrary<object> {
  const on = maybe(fc.array(interruption(flows), { maxLength: 2 }));
  const slot = fc.constantFrom('n', 'ok', 't');
  const referring =
    flows.length === 0
      ? []
      : [
          some({
            flow: fc.constantFrom(...flows),
            slots: maybe(fc.constant({ n: 'slots.n', ok: true })),
            save,
            next: next('outcome'),
            ...around,
          }),
          some({ link: fc.constantFrom(...flows), slots: maybe(fc.constant({ t: '"linked"' })), ...around }),
        ];
  return fc.oneof(
    some({ say: text, next: next(), ...around }),
    some({ choose: choices('usual'), ...around }),
    some({ collect: slot, ask: text, next: next(), ...around }),
    some({
      collect: slot,
      ask: text,
      next: next(),
      max_tries: maybe(fc.integer({ min: 1, max: 3 })),
      no_input: maybe(fc.constant({ after: 'PT30S', say: ['Hello?', 'Well?'] })),
      check: maybe(fc.record({ call, valid: guard('result'), otherwise: text })),
      on,
      uninterrupted: maybe(fc.boolean()),
      failed,
      after,
      ...around,
    }),
    some({
      prompt: some({ opening: maybe(text), output: maybe(output) }),
      until: guard('usual'),
      next: next(),
      failed,
      after,
      ...around,
    }),
    some({ call, save, next: next('result'), failed, after, ...around }),
    some({ await: fc.constant({ event: 'paid' }), meanwhile: text, save, on, next: next('result'), after, ...around }),
    some({ handoff: fc.constant({ to: 'desk' }), say: maybe(text), save, next: next('result'), after, ...around }),
    some({ final: fc.constantFrom('completed', 'left'), say: maybe(fc.constant('Bye.')) }),
    ...referring,
  );
}

const anyDefinition = (flows: readonly string[]): fc.Arbitrary<FlowDefinition> =>
  some({
    initial: fc.constantFrom(...names),
    slots: fc.constant({
      n: { schema: { type: 'integer', minimum: 0, maximum: 9 } },
      ok: { schema: { type: 'boolean' } },
      t: { schema: { type: 'string', maxLength: 60 } },
    }),
    on: maybe(fc.array(interruption(flows), { maxLength: 1 })),
    correction: maybe(fc.constantFrom(false as const, { say: 'Noted.' })),
    states: fc.tuple(...names.map(() => anyState(flows))).map((states) => ({
      ...Object.fromEntries(states.map((one, index) => [names[index]!, one])),
      z: { final: 'completed' },
    })),
  }) as fc.Arbitrary<FlowDefinition>;

/** Flows of every kind of state, three deep. Parts are right; where paths lead is left to chance. */
export const anyFlow: fc.Arbitrary<RandomFlow> = fc
  .tuple(anyDefinition(['sub', 'other@2']), anyDefinition(['deep']), anyDefinition([]), anyDefinition([]))
  .map(([definition, sub, other, deep]) => ({
    definition,
    flows: {
      sub: { version: 'sub@1', definition: sub, flows: { deep: { version: 'deep@7', definition: deep } } },
      'other@2': { version: 'other@2', definition: other },
    },
  }));
