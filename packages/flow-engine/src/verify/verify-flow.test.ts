import fc from 'fast-check';
import { machineFor } from '../compile-flow';
import type { FlowDefinition } from '../definition';
import { exampleFlows } from '../testing/example-flows';
import { seededDefects, soundFlows } from '../testing/judged-flows';
import type { Finding, FindingKind, Witness } from './finding';
import { replay } from './replay';
import { verifyFlow } from './verify-flow';

const known = { prompt: (reference: string) => (reference === 'here@1' ? undefined : `there is no ${reference}`) };

test.each(Object.entries(exampleFlows))('%s is sound', (_, flow) => expect(verifyFlow(flow)).toEqual([]));

test('thirty flows and more are sound', () => expect(Object.keys(soundFlows).length).toBeGreaterThanOrEqual(30));
test.each(Object.entries(soundFlows))('sound: %s', (_, flow) => expect(verifyFlow(flow, known)).toEqual([]));

const seeded = Object.entries(seededDefects).flatMap(([kind, all]) =>
  all.map(({ at, flow }, index) => [kind as FindingKind, index, at, flow] as const),
);

test('each class has four seeded defects', () => {
  for (const all of Object.values(seededDefects)) expect(all.length).toBeGreaterThanOrEqual(4);
});

test.each(seeded)('%s, number %d, is found at %s', (kind, _, at, flow) => {
  const findings = verifyFlow(flow, known);
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
  for (const finding of findings) expect(replayed(flow, finding)).toBe(true);
});

/** Whether the witness, played, comes to the place; and shows the defect where that is something that happens. */
function replayed(flow: FlowDefinition, { kind, state, witness }: Finding): boolean {
  const shown = witness as Witness;
  if (kind === 'text_value_missing') return fails(flow, shown, state!);
  const chosen = new Set<string>();
  const steps = replay(
    flow,
    shown,
    machineFor(flow, {}, (name) => chosen.add(name)),
  );
  const last = steps.at(-1)!.state;
  if (kind === 'loop_without_wait') return last.outcome === 'stuck';
  if (kind === 'missing_failure') return last.outcome === 'not_collected' && last.state === state;
  if (kind === 'unreachable_state') return last.state !== state && !chosen.has(state!);
  const entered = steps.flatMap(({ actions }) => actions.map((action) => ('state' in action ? action.state : '')));
  return state === undefined || chosen.has(state) || entered.includes(state);
}

function fails(flow: FlowDefinition, witness: Witness, state: string): boolean {
  try {
    replay(flow, witness);
    return false;
  } catch (error) {
    return (error as { data?: { state?: string } }).data?.state === state;
  }
}

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

const names = ['a', 'b', 'c', 'd'];
const to = fc.constantFrom(...names, 'z');
const guard = fc.constantFrom(
  'slots.n > 3',
  'slots.n <= 1',
  'slots.ok',
  '!slots.ok',
  'has(slots.n)',
  'turns > 1',
  'text.contains("x")',
  'slots.n > 9 && slots.n < 5',
);
const next = fc
  .tuple(fc.array(fc.record({ when: guard, to }), { maxLength: 2 }), to)
  .map(([some, last]) => [...some, { to: last }]);
const state = fc.oneof(
  fc.record({ say: fc.constant('Hi'), next }),
  fc.record({
    collect: fc.constantFrom('n', 'ok'),
    ask: fc.constant('What?'),
    next,
    max_tries: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ prompt: fc.constant({}), until: guard, next }),
);
const randomFlow = fc.tuple(state, state, state, state).map(
  (states) =>
    ({
      initial: 'a',
      slots: { n: { schema: { type: 'integer', minimum: 0, maximum: 9 } }, ok: { schema: { type: 'boolean' } } },
      states: { ...Object.fromEntries(states.map((one, index) => [names[index], one])), z: { final: 'completed' } },
    }) as FlowDefinition,
);
const said = fc.array(fc.constantFrom('1', '4', '9', 'yes', 'no', 'x', 'nothing of it'), { maxLength: 12 });

test('random flows, random events: what a walk reaches is declared, never called unreachable, and replays through JSON', () =>
  fc.assert(
    fc.property(randomFlow, fc.array(said, { minLength: 3, maxLength: 3 }), (flow, walks) => {
      const findings = verifyFlow(flow);
      const unreachable = findings.flatMap(({ kind, state }) => (kind === 'unreachable_state' ? [state] : []));
      const never = findings.filter(({ kind, severity }) => kind === 'guard_never_holds' && severity !== 'unknown');
      for (const finding of findings) if (finding.witness) expect(replayed(flow, finding)).toBe(true);
      for (const texts of walks) {
        const visited = new Set<string>();
        const taken = new Set<string>();
        const machine = machineFor(flow, {}, (name, index) => {
          visited.add(name);
          taken.add(`states.${name}.${index === undefined ? 'until' : `next.${index}.when`}`);
        });
        const again = machineFor(flow);
        let step = machine.start({ variables: {}, attributes: {} }, { at: 0 });
        for (const text of texts) {
          if (step.state.outcome !== undefined) break;
          const event = { type: step.state.text === undefined ? 'USER' : 'ANSWERED', text, at: 0 } as const;
          const surroundings = { variables: {}, attributes: {} };
          const before = JSON.parse(JSON.stringify(step.state));
          step = machine.transition(step.state, event, surroundings);
          expect(again.transition(before, event, surroundings)).toEqual(step);
          visited.add(step.state.state);
        }
        for (const name of visited) {
          expect(Object.keys(flow.states)).toContain(name);
          expect(unreachable).not.toContain(name);
        }
        for (const { path } of never) expect(taken).not.toContain(path.join('.'));
      }
    }),
    { numRuns: 100 },
  ));
