import type { Json, JsonObject } from '@trialogue/plugin-api';
import type { Duration, SlotValues } from './definition';
import { duration, name as nameSchema } from './schema-parts';

/** What is expected after a turn. What is left out is not looked at. */
export interface Expected {
  /** Parts of what the flow says in the turn, each of which is said. */
  readonly text?: string | readonly string[];
  readonly state?: string;
  /** The sub-flow that is played, `name@number`; null: the conversation's own flow. */
  readonly flow?: string | null;
  readonly outcome?: string;
  /** Values of slots of the flow that is played; null: not filled. */
  readonly slots?: SlotValues;
  /** The strategy or the tool that is called last in the turn, and members of what it is given. */
  readonly calls?: { readonly strategy?: string; readonly tool?: string; readonly input?: JsonObject };
  /** Queue that the conversation is handed over to; null: to whoever is there. */
  readonly handoff?: string | null;
}

/** What happens, one of `says`, `waits`, `event` and `handed_back`; then what comes of what the flow asks for. */
export interface TestTurn {
  /** The user's message. */
  readonly says?: string;
  /** Time that passes: timers ring when they are due. */
  readonly waits?: Duration;
  /** What happens outside. */
  readonly event?: string;
  /** Of the event. */
  readonly data?: JsonObject;
  /** A person hands the conversation back, with this. */
  readonly handed_back?: JsonObject;
  /** What a model answers; of a list, one after the other. What is no text is its JSON. */
  readonly answer?: string | JsonObject | readonly (string | JsonObject)[];
  /** What a call gives. */
  readonly called?: Json;
  /** The code of the error that a call fails with. */
  readonly call_fails?: string;
  readonly expects?: Expected;
}

/** One conversation, as `flows/*.test.yml` writes it. */
export interface FlowTest {
  readonly name: string;
  readonly given?: { readonly slots?: SlotValues; readonly variables?: JsonObject; readonly attributes?: JsonObject };
  /** After the start. */
  readonly expects?: Expected;
  readonly turns?: readonly TestTurn[];
}

const text = { type: 'string', maxLength: 10_000 };
const reference = { type: 'string', minLength: 1, maxLength: 200 };
const closed = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  ...(required.length > 0 && { required }),
  properties,
});

const expects = closed({
  text: { type: ['string', 'array'], maxLength: 10_000, items: text },
  state: text,
  flow: { type: ['string', 'null'], maxLength: 200 },
  outcome: text,
  slots: { type: 'object' },
  calls: closed({ strategy: reference, tool: reference, input: { type: 'object' } }),
  handoff: { type: ['string', 'null'], maxLength: 200 },
});

const turn = {
  ...closed({
    says: { ...text, description: 'The user’s message.' },
    waits: { ...duration, description: 'Time that passes: timers ring when they are due.' },
    event: { ...nameSchema, description: 'What happens outside.' },
    data: { type: 'object', description: 'Of the event.' },
    handed_back: { type: 'object', description: 'A person hands the conversation back, with this.' },
    answer: {
      description: 'What a model answers; of a list, one after the other. What is no text is its JSON.',
      type: ['string', 'object', 'array'],
      maxLength: 10_000,
      minItems: 1,
      maxItems: 20,
      items: { type: ['string', 'object'], maxLength: 10_000 },
    },
    called: { description: 'What a call gives.' },
    call_fails: { ...reference, description: 'The code of the error that a call fails with.' },
    expects,
  }),
  minProperties: 1,
};

/** Schema of a file of tests. */
export const flowTestsSchema: JsonObject = closed(
  {
    flow: { type: 'string', description: 'File of the flow, from the folder of the tests.' },
    tests: {
      type: 'array',
      minItems: 1,
      maxItems: 200,
      items: closed(
        {
          name: text,
          expects,
          given: closed({ slots: { type: 'object' }, variables: { type: 'object' }, attributes: { type: 'object' } }),
          turns: { type: 'array', maxItems: 100, items: turn },
        },
        ['name'],
      ),
    },
  },
  ['flow', 'tests'],
);
