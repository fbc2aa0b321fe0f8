import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { compileFlow } from './compile-flow';
import { flowProblems } from './flow-problems';
import { flowFileSchema } from './flow-schema';
import { exampleFlows, flowWith } from './testing/example-flows';

const problemsOf = (definition: unknown) =>
  flowProblems(definition).map(({ path, message }) => `${path.join('.')}: ${message}`);

const fitsFile = addFormats
  .default(new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }))
  .compile(flowFileSchema);

test.each(Object.entries(exampleFlows))('%s has no problem, for the engine or for an editor', (_, flow) => {
  expect(problemsOf(flow)).toEqual([]);
  expect([fitsFile(flow), fitsFile.errors]).toEqual([true, null]);
});

const say = { say: 'Hello', next: 'end' };
const collect = { collect: 'age', ask: 'How old?', next: 'end' };
const talk = { prompt: {}, until: 'turns > 1', next: 'end' };

test.each<[what: string, definition: unknown, problems: string[]]>([
  ['nothing', undefined, [': found null; expected an object']],
  ['a list', [], [': found []; expected an object']],
  ['an empty object', {}, ['initial: is missing; expected a string', 'states: is missing; expected an object']],
  [
    'an unknown member',
    flowWith(say, { staets: {} }),
    [
      'staets: is not known here; expected one of "description", "initial", "slots", "on", "correction", "states"; did you mean "states"?',
    ],
  ],
  [
    'an unknown initial state',
    { ...flowWith(say), initial: 'hre' },
    ['initial: there is no state "hre"; expected one of "here", "end"; did you mean "here"?'],
  ],
  [
    'unknown states in `next` and `failed`',
    flowWith({ ...collect, next: [{ when: 'slots.age > 1', to: 'ende' }, { to: 'her' }], failed: 'fail' }),
    [
      'states.here.next.0.to: there is no state "ende"; expected one of "here", "end"; did you mean "end"?',
      'states.here.next.1.to: there is no state "her"; expected one of "here", "end"; did you mean "here"?',
      'states.here.failed: there is no state "fail"; expected one of "here", "end"',
    ],
  ],
  [
    'an unknown slot',
    flowWith({ ...collect, collect: 'aeg' }),
    [
      'states.here.collect: there is no slot "aeg"; expected one of "age", "price", "name", "sure", "size"; did you mean "age"?',
    ],
  ],
  [
    'a state of no type',
    flowWith({ sya: 'Hello', next: 'end' }),
    [
      'states.here: does nothing; expected one of "final", "collect", "choose", "prompt", "call", "await", "handoff", "flow", "link", "say"; did you mean "say"?',
    ],
  ],
  [
    'a state of two types',
    flowWith({ ...say, ...collect }),
    ['states.here: has collect and say; expected one of them, for a state does one thing'],
  ],
  [
    'a member that a state of this type has not',
    flowWith({ ...say, ask: 'What?' }),
    ['states.here.ask: is not known here; expected one of "description", "say", "next", "entry", "exit"'],
  ],
  ['a missing member', flowWith({ collect: 'age', next: 'end' }), ['states.here.ask: is missing; expected a string']],
  ['too many tries', flowWith({ ...collect, max_tries: 100 }), ['states.here.max_tries: found 100; it must be <= 20']],
  [
    'an unreachable state',
    flowWith(say, { states: { here: say, alone: say, end: { final: 'completed' } } }),
    ['states.alone: no state leads to it from "here", the initial one'],
  ],
  [
    'a path without an end',
    flowWith({ ...talk, next: 'here' }, { states: { here: { ...talk, next: 'here' } } }),
    ['states.here: leads to no final state, so the conversation could never end'],
  ],
  [
    'states that only say, in a circle',
    flowWith(say, {
      states: {
        here: say && { say: 'a', next: [{ when: 'turns > 1', to: 'end' }, { to: 'there' }] },
        there: { say: 'b', next: 'here' },
        end: { final: 'completed' },
      },
    }),
    [
      'states.here: only says and comes back to itself, without ever waiting for the user',
      'states.there: only says and comes back to itself, without ever waiting for the user',
    ],
  ],
  [
    'guards that are none',
    flowWith({ ...talk, until: 'slots.age >', next: [{ when: 'slots.zip == 1', to: 'end' }, { to: 'end' }] }),
    [
      'states.here.until: found "slots.age >"; Unexpected token: EOF',
      'states.here.next.0.when: found "slots.zip == 1"; there is no slot zip',
    ],
  ],
  [
    'a rule that is no guard',
    flowWith({ ...collect, rule: { when: 'slots.age + "x"', otherwise: 'No.' } }),
    ['states.here.rule.when: found "slots.age + \\"x\\""; no such overload: int + string'],
  ],
  [
    'a transition that is never taken, and none for the rest',
    flowWith({ ...say, next: [{ to: 'end' }, { when: 'turns > 1', to: 'end' }] }),
    [
      'states.here.next.0: has no `when`, so what follows is never taken; put it last',
      'states.here.next.1: is the last and has a `when`; add one without, for when none holds',
    ],
  ],
  [
    'templates that do not parse, or read what is not there',
    flowWith({ ...collect, ask: 'Hi {{ name', invalid: ['{{ problem }}', '{{ slots.aeg }}'] }),
    [
      'states.here.ask: line 1, column 11: Unexpected end of template, expected the end of a tag.',
      'states.here.invalid.1: there is no slot aeg; did you mean "age"?',
    ],
  ],
  [
    'a variable that no text sees',
    flowWith({ ...say, say: '{{ problem }} {{ user }}' }),
    [
      'states.here.say: line 1, column 4: The variable problem is used and not declared.',
      'states.here.say: line 1, column 18: The variable user is used and not declared.',
    ],
  ],
  [
    'a reference that is none',
    flowWith({ ...talk, prompt: { prompt_version_id: 'meal@@1' } }),
    [
      'states.here.prompt.prompt_version_id: found "meal@@1"; expected a prompt: "name@version", "name@label" or "name"',
    ],
  ],
  [
    'schemas that are none',
    flowWith(say, {
      slots: {
        a: { schema: { type: 'int' } },
        b: { schema: { type: 'string', pattern: '[' } },
        c: { schema: { type: 'string', pattern: '(a)\\1' } },
        d: { schema: { type: 'integer', enum: [1, 'two'] } },
        e: { schema: {} },
        f: {},
      },
    }),
    [
      'slots.a.schema.type: found "int"; expected one of "string", "number", "integer", "boolean"',
      'slots.f.schema: is missing; expected an object',
      'slots.b.schema: error parsing regexp: missing closing ]: `[`',
      expect.stringContaining('slots.c.schema: error parsing regexp'),
      'slots.d.schema: the option "two" is refused by the rest of the schema',
      'slots.e.schema: needs a `type` or an `enum`',
    ],
  ],
  [
    'names that are none',
    {
      initial: 'the end',
      slots: { in: { schema: { type: 'string' } }, 'a-b': { schema: { type: 'string' } } },
      states: { 'the end': { final: 'completed' } },
    },
    [
      'initial: found "the end"; expected a letter, then letters, digits and _, 64 at most',
      'states.the end: is no name; expected a letter, then letters, digits and _, 64 at most',
      'slots.in: "in" is a reserved word; choose another name',
      'slots.a-b: is no name; expected a letter, then letters, digits and _, 64 at most',
    ],
  ],
  [
    'corrections that are neither off nor described',
    flowWith(say, { correction: true }),
    ['correction: found true; expected `false`, or an object with `words` or `say`; they are done without it'],
  ],
  [
    'words that begin no correction',
    flowWith(say, { correction: { words: ['oops', 'set … to', '…', 'a … b … c', '?!'] } }),
    [
      'correction.words.2: found "…"; expected words, or words on both sides of a `…`',
      'correction.words.3: found "a … b … c"; expected words, or words on both sides of a `…`',
      'correction.words.4: found "?!"; expected words, or words on both sides of a `…`',
    ],
  ],
  [
    'a slot that is filled before by nobody who may',
    flowWith(say, { slots: { n: { schema: { type: 'integer' }, write: ['user'], prefill: '4' } } }),
    ['slots.n.prefill: n is written by "user", and here by "action"'],
  ],
  ['what cannot be stored', flowWith({ ...say, say: 'a\0b' }), ['states.here.say: a NUL character cannot be stored']],
])('%s', (_, definition, problems) => expect(problemsOf(definition)).toEqual(problems));

test('bounds hold for states and slots', () => {
  const many = (count: number, value: object) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]));
  const definition = {
    initial: 'n0',
    slots: many(51, { schema: { type: 'string' } }),
    states: many(1001, { final: 'a' }),
  };
  expect(flowProblems(definition).map(({ path }) => path.join('.'))).toEqual(['slots', 'states']);
});

test('a flow with problems is not compiled, and the error lists them', () => {
  const act = () => compileFlow({ ...flowWith(say), initial: 'hre' });
  expect(act).toThrow(
    expect.objectContaining({ code: 'FLOW_INVALID', problems: [expect.objectContaining({ path: ['initial'] })] }),
  );
});
