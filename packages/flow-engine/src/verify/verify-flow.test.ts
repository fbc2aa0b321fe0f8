import { exampleFlows } from '../testing/example-flows';
import { seededDefects, soundFlows } from '../testing/judged-flows';
import { isShown } from '../testing/shown-finding';
import type { FindingKind } from './finding';
import { verifyFlow } from './verify-flow';

const gone = (name: string) => (name === 'gone' ? `there is no ${name}` : undefined);
const known = {
  prompt: (reference: string) => (reference === 'here@1' ? undefined : `there is no ${reference}`),
  strategy: gone,
  tool: gone,
};

test.each(Object.entries(exampleFlows))('%s is sound', (_, flow) => expect(verifyFlow(flow)).toEqual([]));

test('fifty flows and more are sound', () => expect(Object.keys(soundFlows).length).toBeGreaterThanOrEqual(50));
test.each(Object.entries(soundFlows))('sound: %s', (_, { flow, flows = {} }) =>
  expect(verifyFlow(flow, { ...known, flows })).toEqual([]),
);

const seeded = Object.entries(seededDefects).flatMap(([kind, all]) =>
  all.map((one, index) => [kind as FindingKind, index, one.at, one] as const),
);

test('each class has four seeded defects', () => {
  const classes: { readonly [kind in FindingKind]: true } = {
    invalid_definition: true,
    unreachable_state: true,
    dead_end: true,
    loop_without_exit: true,
    loop_without_wait: true,
    slot_never_filled: true,
    slot_read_early: true,
    guard_never_holds: true,
    guard_always_holds: true,
    guards_overlap: true,
    missing_failure: true,
    missing_timeout: true,
    missing_reference: true,
    text_value_missing: true,
  };
  expect([...Object.keys(seededDefects), 'invalid_definition'].sort()).toEqual(Object.keys(classes).sort());
  for (const all of Object.values(seededDefects)) expect(all.length).toBeGreaterThanOrEqual(4);
});

test.each(seeded)('%s, number %d, is found at %s', (kind, _, at, { flow, flows = {} }) => {
  const findings = verifyFlow(flow, { ...known, flows });
  const places = findings.map((finding) => [finding.kind, finding.path.join('.')]);
  const wanted =
    kind === 'dead_end'
      ? [
          [kind, at],
          ['guard_never_holds', `${at}.until`],
        ]
      : [[kind, at]];
  expect(places).toEqual(expect.arrayContaining(wanted));
  expect(findings.filter(({ severity }) => severity === 'unknown')).toEqual([]);
  for (const finding of findings) expect(isShown(flow, flows, finding)).toBe(true);
});

test.each([
  ['a number for a text', { t: 3 }, 'states.a.entry.set.t: found 3. It has to be of type string.'],
  ['an unknown slot', { tt: '"x"' }, 'states.a.entry.set.tt: there is no slot "tt"; expected "t"; did you mean "t"?'],
])('%s is no definition that can be played', (_, set, problem) => {
  const slots = { t: { schema: { type: 'string' } } };
  const states = { a: { say: 'Hi', entry: { set }, next: 'z' }, z: { final: 'completed' } };
  const [found, ...others] = verifyFlow({ initial: 'a', slots, states });
  expect([`${found!.path.join('.')}: ${found!.message}`, others]).toEqual([problem, []]);
  expect(found).toMatchObject({ kind: 'invalid_definition', severity: 'error' });
});

test.each<[text: string, severity: string, problem: string]>([
  ['{{ variables.name }}, {{ slots.n }}', 'warning', 'name'],
  ['{{ variables.name | default("you") }}, {{ slots.m }}', 'error', 'm'],
])('%s: %s', (text, severity, problem) => {
  const slots = { n: { schema: { type: 'integer' } }, m: { schema: { type: 'integer' } } };
  const states = {
    a: { collect: 'n', ask: 'n?', next: 'b' },
    b: { say: text, next: 'c' },
    c: { collect: 'm', ask: 'm?', next: 'z' },
    z: { final: 'completed' },
  };
  const found = verifyFlow({ initial: 'a', slots, states });
  expect(found).toContainEqual(
    expect.objectContaining({
      severity,
      kind: 'text_value_missing',
      message: expect.stringMatching(`\\b${problem}\\b`),
    }),
  );
});
