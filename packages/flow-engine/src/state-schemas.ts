import type { JsonObject } from '@trialogue/plugin-api';
import {
  after,
  assignments,
  call,
  choices,
  description,
  duration,
  entry,
  exit,
  flowReference,
  guard,
  interruptions,
  name,
  next,
  template,
  texts,
} from './schema-parts';

const stateOf = (required: string[], properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties: { description, ...properties },
});

const tries = {
  type: 'integer',
  minimum: 1,
  maximum: 20,
  default: 3,
  description: 'How often it is tried before it has failed.',
};
const failed = { ...name, description: 'Where the state goes when it has failed.' };
const rule = {
  type: 'object',
  additionalProperties: false,
  required: ['when', 'otherwise'],
  properties: {
    when: { ...guard, description: 'A CEL expression over the slots with the new value, which has to hold.' },
    otherwise: { ...template, description: 'What is said where it does not.' },
  },
};
const result = (what: string) => ({
  ...assignments,
  description: `Slots that are written with what came: \`result\` is ${what}.`,
});
const interruptible = {
  on: { ...interruptions, description: 'What else the user may want, looked at before the flow’s own `on`.' },
  uninterrupted: { type: 'boolean', default: false, description: 'Leaves the flow’s own `on` out.' },
};

const output = {
  description: 'Demands answers that are JSON of a schema.',
  type: 'object',
  additionalProperties: false,
  required: ['schema'],
  properties: {
    schema: { type: 'object', description: 'JSON Schema of an object.' },
    say: { ...template, description: 'Said of an answer, which it sees as `result`; without it nothing is.' },
    save: result('the answer'),
    max_tries: tries,
  },
};

/** Schema of a state, by the member that says what it does: the first of these that it has. */
export const stateSchemas = {
  final: stateOf(['final'], {
    final: { ...name, description: 'The outcome: `completed`, or a word of the flow’s own.' },
    say: { ...template, description: 'Said at the end.' },
    entry,
  }),
  collect: stateOf(['collect', 'ask', 'next'], {
    collect: { ...name, description: 'Name of the slot.' },
    ask: { ...template, description: 'The question.' },
    invalid: {
      ...texts,
      description:
        'What is said to an invalid value; of a list, the n-th to the n-th in a row. It also sees `problem`.',
    },
    no_match: { ...texts, description: 'What is said where no value was understood; `invalid` unless given.' },
    no_input: {
      description: 'What is said to silence since the last thing that was said.',
      type: 'object',
      additionalProperties: false,
      required: ['after', 'say'],
      properties: {
        after: { ...duration, description: 'How long nobody says anything.' },
        say: { ...texts, description: 'Of a list, the n-th to the n-th silence in a row.' },
      },
    },
    max_tries: tries,
    rule: {
      ...rule,
      description: 'Business rules over the slots with the new value, of which the first that is broken answers.',
      type: ['object', 'array'],
      minItems: 1,
      maxItems: 20,
      items: rule,
    },
    check: {
      description: 'Asks a strategy or a tool whether the value is valid.',
      type: 'object',
      additionalProperties: false,
      required: ['call', 'valid', 'otherwise'],
      properties: {
        call,
        valid: { ...guard, description: 'A CEL expression that sees `result`; where it holds, the value is valid.' },
        otherwise: { ...template, description: 'What is said where it does not.' },
      },
    },
    ...interruptible,
    next,
    failed,
    after,
    entry,
    exit,
  }),
  choose: stateOf(['choose'], { choose: choices, entry, exit }),
  prompt: stateOf(['prompt', 'until', 'next'], {
    prompt: {
      description: 'Who answers.',
      type: 'object',
      additionalProperties: false,
      properties: {
        prompt_version_id: {
          type: 'string',
          maxLength: 200,
          description:
            'A prompt: `name@number`, `name@label` or `name`; without it, that of the variant or conversation.',
        },
        opening: { ...template, description: 'Said when the state is entered.' },
        output,
      },
    },
    until: { ...guard, description: 'A CEL expression, looked at after each answer; the flow goes on once it holds.' },
    next,
    failed,
    after,
    entry,
    exit,
  }),
  call: stateOf(['call', 'next'], { call, save: result('what the call gave'), next, failed, after, entry, exit }),
  await: stateOf(['await', 'meanwhile', 'next'], {
    await: {
      description: 'What is waited for.',
      type: 'object',
      additionalProperties: false,
      required: ['event'],
      properties: { event: { ...name, description: 'Name of the event.' } },
    },
    meanwhile: { ...template, description: 'Said to a user who writes meanwhile.' },
    save: result('the event’s data'),
    ...interruptible,
    next,
    after,
    entry,
    exit,
  }),
  handoff: stateOf(['handoff', 'next'], {
    handoff: {
      description: 'Hands the conversation to a person.',
      type: 'object',
      additionalProperties: false,
      properties: {
        to: { ...name, description: 'Name of a queue.' },
        reason: { ...template, description: 'For the person who takes over.' },
      },
    },
    say: template,
    save: result('the data that it was handed back with'),
    next,
    after,
    entry,
    exit,
  }),
  flow: stateOf(['flow', 'next'], {
    flow: flowReference,
    slots: { ...assignments, description: 'Of the other flow, over the slots of this one.' },
    save: result('the other flow’s slots, and `outcome` how it ended'),
    next,
    entry,
    exit,
  }),
  link: stateOf(['link'], {
    link: flowReference,
    slots: { ...assignments, description: 'Of the other flow, over the slots of this one.' },
    entry,
    exit,
  }),
  say: stateOf(['say', 'next'], { say: template, next, entry, exit }),
} as const satisfies Record<string, JsonObject>;

export type StateKind = keyof typeof stateSchemas;
export const stateKinds = Object.keys(stateSchemas) as StateKind[];
