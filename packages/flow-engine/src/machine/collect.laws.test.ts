import fc from 'fast-check';
import { compileFlow } from '../compile-flow';
import type { CollectState, FlowDefinition, FlowIncludes } from '../definition';
import type { FlowEvent, FlowState, FlowStep } from '../flow-state';
import { valueProblem } from '../slot-value';
import { bare } from '../testing/play-flow';

const check = { call: { strategy: 'shop' }, valid: 'result.ok', otherwise: 'No {{ slots.diet }}.' };
const collects: { readonly [state: string]: Partial<CollectState> } = {
  guests: { rule: { when: 'slots.guests != 7', otherwise: '{{ slots.guests }}?' } },
  diet: { check, invalid: ['{{ problem }}', 'Again.'] },
  email: { no_input: { after: 'PT1M', say: 'Hello?' }, no_match: '{{ problem }}' },
  name: { on: [{ when: 'text == "back"', to: 'guests' }] },
  sure: { uninterrupted: true, max_tries: 2 },
};
const names = Object.keys(collects);
const hours: FlowDefinition = {
  initial: 'city',
  slots: { city: { schema: { enum: ['Berlin', 'Paris'] } } },
  states: { city: { collect: 'city', ask: 'Where?', next: 'end' }, end: { final: 'told' } },
};
const flows: FlowIncludes = { hours: { version: 'hours@1', definition: hours } };
const flow: FlowDefinition = {
  initial: 'guests',
  slots: {
    guests: { description: 'People.', schema: { type: 'integer', minimum: 1, maximum: 12 } },
    diet: { schema: { enum: ['everything', 'vegan'] } },
    email: { schema: { type: 'string', format: 'email' }, prefill: 'variables.email' },
    name: { schema: { type: 'string', maxLength: 40 }, write: ['user'] },
    sure: { schema: { type: 'boolean' } },
  },
  on: [
    { when: 'text.contains("open")', flow: 'hours' },
    { when: 'text == "stop"', to: 'stopped' },
    { when: 'text == "hello"', say: 'Hello.' },
  ],
  correction: { say: 'Changed.' },
  states: {
    ...Object.fromEntries(
      names.map((name, index) => [
        name,
        { collect: name, ask: `${name}?`, failed: 'stopped', next: names[index + 1] ?? 'end', ...collects[name] },
      ]),
    ),
    stopped: { final: 'stopped' },
    end: { final: 'completed' },
  },
};

const helpful =
  '4|we are 12|7|300|vegan|not vegan|mine is a@b.de|a@|Ana|yes|no|Paris|hello|are you open?|back|stop|no, I meant 5|I meant 7|actually everything|change my email to x@y.de|sorry, I meant yes|my name is|I meant my name is Bea'.split(
    '|',
  );
/** In the place of these words stands what the state asks for. */
const right = 'the right answer';
const answers: { readonly [state: string]: string } = {
  guests: '4',
  diet: 'vegan',
  email: 'a@b.de',
  name: 'Ana',
  sure: 'yes',
  city: 'Paris',
};
const texts = fc.oneof(
  { weight: 6, arbitrary: fc.constant(right) },
  { weight: 6, arbitrary: fc.constantFrom(...helpful) },
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('\u202e', 'e\u0301', '1,', '\ufdfa').map((part) => part.repeat(10_000 / part.length)),
);
/** A text, whether a call says yes, and whether time passes until a timer rings instead. */
const happenings = fc.array(fc.tuple(texts, fc.boolean(), fc.boolean()), { maxLength: 30 });

const machine = compileFlow(flow, flows);

function eventOf(state: FlowState, [text, ok, rings]: [string, boolean, boolean]): FlowEvent {
  const at = machine.nextDue(state) ?? 0;
  if (state.effect !== undefined && !ok && rings)
    return { type: 'CALL_FAILED', effect: state.effect, code: 'X', message: '', at };
  if (state.effect !== undefined) return { type: 'CALLED', effect: state.effect, result: { ok }, at };
  return rings && state.due
    ? { type: 'TIMER', timer: 'no_input', at }
    : { type: 'USER', text: text === right ? answers[state.state]! : text, at };
}

function converse(all: readonly [string, boolean, boolean][]): FlowStep[] {
  const steps = [machine.start(bare, { at: 0 })];
  for (const one of all) {
    const { state } = steps.at(-1)!;
    if (state.outcome !== undefined) break;
    steps.push(machine.transition(JSON.parse(JSON.stringify(state)), eventOf(state, one), bare));
  }
  return steps;
}

test('whatever is said, slots hold what their schemas and rules take, and what was collected is known', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(happenings, (all) => {
      for (const { state, actions } of converse(all)) {
        const own = state.callers?.[0] ?? state;
        for (const [slot, value] of Object.entries(own.slots))
          expect(valueProblem(flow.slots![slot]!.schema, value)).toBeUndefined();
        expect(own.slots.guests).not.toBe(7);
        const filled = Object.keys(own.slots).sort();
        if (state.outcome === undefined) expect((own.collected ?? []).map(([slot]) => slot).sort()).toEqual(filled);
        expect(own.collected ?? []).toEqual((own.collected ?? []).map(([slot]) => [slot, slot]));
        expect(state.tries).toBeLessThanOrEqual(3);
        expect(state.callers?.length ?? 0).toBeLessThanOrEqual(1);
        if (state.pending !== undefined) expect(['everything', 'vegan']).toContain(state.pending);
        expect(JSON.stringify(state).length).toBeLessThan(5_000);
        for (const action of actions) seen.add(action.type === 'END' ? action.outcome : action.type);
        for (const action of actions) if (action.type === 'SAY' && action.text === 'Changed.') seen.add('corrected');
      }
    }),
    { numRuns: 200, seed: 7 },
  );
  expect([...seen].sort()).toEqual(
    ['CALL', 'COLLECT', 'ENTER', 'RETURN', 'SAY', 'completed', 'corrected', 'stopped'].sort(),
  );
});
