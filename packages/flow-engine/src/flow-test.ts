import { canonicalJson } from '@trialogue/canonical-json';
import { DomainError, type Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import { shown } from '@trialogue/variant-config';
import type { SlotValues } from './definition';
import type { FlowAction, FlowMachine, FlowState, FlowStep } from './flow-state';

/** What is expected after a turn. What is left out is not looked at. */
export interface Expected {
  /** Parts of what the flow says in the turn, each of which is said. */
  readonly text?: string | readonly string[];
  readonly state?: string;
  readonly outcome?: string;
  /** Values of slots; null: not filled. */
  readonly slots?: SlotValues;
}

/** One conversation, as `flows/*.test.yml` writes it. */
export interface FlowTest {
  readonly name: string;
  readonly given?: { readonly slots?: SlotValues; readonly variables?: JsonObject; readonly attributes?: JsonObject };
  /** After the start. */
  readonly expects?: Expected;
  readonly turns?: readonly {
    readonly says: string;
    /** What a prompt's model answers, where the flow asks it. */
    readonly answer?: string;
    readonly expects?: Expected;
  }[];
}

const text = { type: 'string', maxLength: 10_000 };
const expects = {
  type: 'object',
  additionalProperties: false,
  properties: {
    text: { type: ['string', 'array'], maxLength: 10_000, items: text },
    state: text,
    outcome: text,
    slots: { type: 'object' },
  },
};

/** Schema of a file of tests. */
export const flowTestsSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['flow', 'tests'],
  properties: {
    flow: { type: 'string', description: 'File of the flow, from the folder of the tests.' },
    tests: {
      type: 'array',
      minItems: 1,
      maxItems: 200,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: text,
          expects,
          given: {
            type: 'object',
            additionalProperties: false,
            properties: { slots: { type: 'object' }, variables: { type: 'object' }, attributes: { type: 'object' } },
          },
          turns: {
            type: 'array',
            maxItems: 100,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['says'],
              properties: { says: text, answer: text, expects },
            },
          },
        },
      },
    },
  },
};

/** Plays a conversation; what was expected and did not come, with its place in the test. Ends with a turn that fails. */
export function runFlowTest(machine: FlowMachine, { given = {}, expects: first, turns = [] }: FlowTest): Problem[] {
  const { slots = {}, variables = {}, attributes = {} } = given;
  const surroundings = { variables, attributes };
  const problems: Problem[] = [];
  try {
    let step = machine.start(surroundings, { at: 0, slots });
    problems.push(...unmet(first ?? {}, step, ['expects']));
    for (const [index, turn] of turns.entries()) {
      const path = ['turns', index];
      if (step.state.outcome !== undefined)
        return [...problems, { path, message: `the flow has ended already, with ${shown(step.state.outcome)}` }];
      try {
        step = turnOf(machine, step.state, turn, surroundings);
      } catch (error) {
        return [...problems, failed(error, path)];
      }
      problems.push(...unmet(turn.expects ?? {}, step, [...path, 'expects']));
    }
    return problems;
  } catch (error) {
    return [failed(error, [])];
  }
}

function turnOf(
  machine: FlowMachine,
  state: FlowState,
  { says, answer = '' }: NonNullable<FlowTest['turns']>[number],
  surroundings: { variables: JsonObject; attributes: JsonObject },
): FlowStep {
  const step = machine.transition(state, { type: 'USER', text: says, at: 0 }, surroundings);
  if (step.actions.at(-1)?.type !== 'EXECUTE') return step;
  const after = machine.transition(step.state, { type: 'ANSWERED', text: answer, at: 0 }, surroundings);
  return { state: after.state, actions: [...step.actions, ...after.actions] };
}

function failed(error: unknown, path: Problem['path']): Problem {
  if (!(error instanceof DomainError)) throw error;
  return { path, message: error.message };
}

function unmet(
  { text: parts = [], ...expected }: Expected,
  { state, actions }: FlowStep,
  path: Problem['path'],
): Problem[] {
  const said = saidIn(actions);
  const same = (member: 'state' | 'outcome'): Problem[] =>
    expected[member] === undefined || expected[member] === state[member]
      ? []
      : [
          {
            path: [...path, member],
            message: `found ${shown(state[member] ?? null)}; expected ${shown(expected[member])}`,
          },
        ];
  return [
    ...[parts]
      .flat()
      .flatMap((part): Problem[] =>
        said.includes(part as string)
          ? []
          : [{ path: [...path, 'text'], message: `found ${shown(said)}; expected ${shown(part as string)} in it` }],
      ),
    ...same('state'),
    ...same('outcome'),
    ...Object.entries(expected.slots ?? {}).flatMap(([name, value]): Problem[] => {
      const found = Object.hasOwn(state.slots, name) ? state.slots[name]! : null;
      if (canonicalJson(found) === canonicalJson(value)) return [];
      return [{ path: [...path, 'slots', name], message: `found ${shown(found)}; expected ${shown(value)}` }];
    }),
  ];
}

const saidIn = (actions: readonly FlowAction[]) =>
  actions.flatMap((action) => (action.type === 'SAY' ? [action.text] : [])).join('\n');
