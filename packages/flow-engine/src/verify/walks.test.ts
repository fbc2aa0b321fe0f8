import type { Json, JsonObject } from '@trialogue/plugin-api';
import fc from 'fast-check';
import { machineFor } from '../compile-flow';
import type { FlowEvent, FlowState, FlowStep } from '../flow-state';
import { anyFlow, type RandomFlow } from '../testing/random-flow';
import { isShown } from '../testing/shown-finding';
import { ownStanding } from './played-flow';
import { verifyFlow } from './verify-flow';

const surroundings = { variables: { x: 'x' }, attributes: {} };

/** What happens next where a conversation waits for it; `nth` chooses among what it waits for. */
const anyHappening = fc.record({
  nth: fc.nat({ max: 5 }),
  text: fc.constantFrom('1', '4', '9', 'yes', 'no', 'x', 'nothing of it', 'no, I meant 5', 'sorry, I meant yes'),
  result: fc.constantFrom<Json>({}, { n: 3 }, { n: 7 }, { n: 'x' }, 'none', null),
  isFailing: fc.boolean(),
});
type Happening = typeof anyHappening extends fc.Arbitrary<infer One> ? One : never;

function eventIn(
  state: FlowState,
  waitsFor: readonly string[],
  { nth, text, result, isFailing }: Happening,
  at: number,
) {
  const awaited = waitsFor[nth % waitsFor.length]!;
  const isObject = typeof result === 'object' && result !== null;
  const data = isObject ? (result as JsonObject) : {};
  const effect = state.effect ?? 0;
  const [timer, due] = Object.entries(state.due ?? {})[nth % Math.max(1, Object.keys(state.due ?? {}).length)] ?? [
    '',
    0,
  ];
  const events: { readonly [awaited: string]: FlowEvent } = {
    user: { type: 'USER', text, at },
    answer: { type: 'ANSWERED', text: isFailing ? text : JSON.stringify(data), at },
    call: isFailing
      ? { type: 'CALL_FAILED', effect, code: 'X', message: 'x', at }
      : { type: 'CALLED', effect, result, at },
    event: { type: 'EVENT', name: 'paid', data, at },
    agent: { type: 'HANDED_BACK', data, at },
    timer: { type: 'TIMER', timer, at: Math.max(at, due) },
  };
  return events[awaited]!;
}

/** What a walk through a flow saw of it: states, and transitions that were taken, or passed over. */
interface Walk {
  readonly visited: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
  readonly outcome: string | undefined;
}

function walk({ definition, flows }: RandomFlow, happenings: readonly Happening[]): Walk {
  const visited = new Set<string>();
  const taken = new Set<string>();
  const machine = machineFor(definition, flows, (name, index) => {
    visited.add(name);
    taken.add(`${name}.${index ?? 'until'}`);
  });
  let outcome: string | undefined;
  const look = ({ state, actions }: FlowStep) => {
    for (const action of actions) if (action.type === 'ENTER' && action.flow === undefined) visited.add(action.state);
    const own = ownStanding(state);
    if (own !== undefined) visited.add(own.state);
    if (own !== undefined && state.callers === undefined) outcome = state.outcome;
    return state;
  };
  try {
    let state = look(machine.start(surroundings, { at: 0 }));
    let at = 0;
    for (const happening of happenings) {
      const waitsFor = machine.waitsFor(state);
      if (waitsFor.length === 0) break;
      const event = eventIn(state, waitsFor, happening, at);
      at = event.at;
      state = look(machine.transition(state, event, surroundings));
    }
  } catch (error) {
    if ((error as { code?: string }).code !== 'FLOW_TEXT_FAILED') throw error;
  }
  return { visited, taken, outcome };
}

test('random flows of all kinds, random events: what a walk does is never called impossible, and every witness shows what it is for', () => {
  let claims = 0;
  fc.assert(
    fc.property(
      anyFlow,
      fc.array(fc.array(anyHappening, { maxLength: 14 }), { minLength: 4, maxLength: 4 }),
      (random, walks) => {
        const { definition, flows } = random;
        const findings = verifyFlow(definition, { flows });
        for (const finding of findings)
          if (finding.witness) expect([finding, isShown(definition, flows, finding)]).toEqual([finding, true]);
        const certain = findings.filter(({ severity }) => severity !== 'unknown');
        const places = (kind: string) => certain.filter((one) => one.kind === kind).map(({ path }) => path.map(String));
        const unreachable = places('unreachable_state').map(([, state]) => state!);
        const never = places('guard_never_holds')
          .filter(([root, , member]) => root === 'states' && member !== 'on')
          .map(([, state, , index]) => `${state}.${index ?? 'until'}`);
        const always = places('guard_always_holds').filter(([root]) => root === 'states');
        const lost = certain.flatMap(({ kind, state }) => (kind === 'dead_end' ? [state!] : []));
        claims += unreachable.length + never.length + always.length + lost.length;
        for (const { visited, taken } of walks.map((happenings) => walk(random, happenings))) {
          expect(Object.keys(definition.states)).toEqual(expect.arrayContaining([...visited]));
          expect(unreachable.filter((state) => visited.has(state))).toEqual([]);
          expect(never.filter((place) => taken.has(place))).toEqual([]);
          for (const [, state, member, index] of always)
            if (member === 'next' || member === 'choose')
              expect(
                [...taken].filter((one) => one.startsWith(`${state}.`) && Number(one.split('.')[1]) > Number(index)),
              ).toEqual([]);
          expect(lost.filter((state) => taken.has(`${state}.0`))).toEqual([]);
        }
      },
    ),
    { numRuns: 100 },
  );
  expect(claims).toBeGreaterThan(5);
});
