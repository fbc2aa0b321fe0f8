import type { FlowIncludes } from './definition';
import { flowProblems } from './flow-problems';
import { limits } from './limits';
import { flowWith } from './testing/example-flows';

const problemsOf = (definition: unknown, flows?: FlowIncludes) =>
  flowProblems(definition, flows).map(({ path, message }) => `${path.join('.')}: ${message}`);
const end = { final: 'completed' };
const included = (slots: object = {}, more: object = {}): FlowIncludes[string] =>
  ({ version: 'other@1', definition: { initial: 'end', slots, states: { end } }, ...more }) as FlowIncludes[string];
const flows = { other: included({ street: { schema: { type: 'string' } } }) };

const say = { say: 'Hi', next: 'end' };
const call = { call: { strategy: 'look' }, next: 'end', failed: 'end' };
const sub = { flow: 'other', next: 'end' };
const collect = { collect: 'age', ask: 'How old?', next: 'end' };
const prompt = (output: object) => ({ prompt: { output }, until: 'turns > 1', next: 'end' });

test.each<[what: string, state: object, problems: string[]]>([
  ['a choice', { choose: [{ when: 'slots.sure', to: 'end' }, { to: 'end' }] }, []],
  [
    'a choice without a last way',
    { choose: [{ when: 'slots.sure', to: 'end' }] },
    ['states.here.choose.0: is the last and has a `when`; add one without, for when none holds'],
  ],
  [
    'an unknown target of a choice, a time, a failure',
    { ...call, next: 'ned', failed: 'ende', after: { PT1M: 'en' } },
    [
      'states.here.next: there is no state "ned"; expected one of "here", "end"; did you mean "end"?',
      'states.here.failed: there is no state "ende"; expected one of "here", "end"; did you mean "end"?',
      'states.here.after.PT1M: there is no state "en"; expected one of "here", "end"; did you mean "end"?',
    ],
  ],
  [
    'an unknown target of an interruption',
    { ...collect, on: [{ when: 'text == "x"', to: 'hre' }] },
    ['states.here.on.0.to: there is no state "hre"; expected one of "here", "end"; did you mean "here"?'],
  ],
  [
    'an interruption that does two things',
    { ...collect, on: [{ when: 'text == "x"', to: 'end', flow: 'other' }] },
    ['states.here.on.0: has `flow` and `to`; expected one of them'],
  ],
  [
    'an interruption that does nothing',
    { ...collect, on: [{ when: 'text == "x"' }] },
    ['states.here.on.0: does nothing; expected `flow`, `to` or `say`'],
  ],
  [
    'slots of an interruption without a flow',
    { ...collect, on: [{ when: 'text == "x"', say: 'X', slots: { a: 1 } }] },
    ['states.here.on.0.slots: are of another flow, and no `flow` is named'],
  ],
  [
    'values of every type',
    { ...say, entry: { set: { age: 'turns + 1', price: 'slots.age', name: '"Ana"', sure: true } } },
    [],
  ],
  [
    'what JSON has no type for',
    { ...call, save: { age: 'result.age', price: 'result.price', size: 'result.size' } },
    [],
  ],
  ['null, which clears', { ...say, exit: { set: { age: null, name: 'null' } } }, []],
  [
    'an unknown slot',
    { ...say, entry: { set: { agee: 1 } } },
    [
      'states.here.entry.set.agee: there is no slot "agee"; expected one of "age", "price", "name", "sure", "size"; did you mean "age"?',
    ],
  ],
  [
    'a text for a number',
    { ...say, entry: { set: { age: '"x"', price: 'slots.name' } } },
    [
      'states.here.entry.set.age: found "x". It has to be of type integer.',
      'states.here.entry.set.price: found "slots.name", which gives a text; expected a number',
    ],
  ],
  [
    'a number for a whole number',
    { ...say, entry: { set: { age: 'slots.price' } } },
    [
      'states.here.entry.set.age: found "slots.price", which gives a number; expected a whole number; int(…) makes a number whole',
    ],
  ],
  [
    'a list for a text',
    { ...say, entry: { set: { name: '["a"]' } } },
    ['states.here.entry.set.name: found "[\\"a\\"]", which gives list<string>; expected a text'],
  ],
  [
    'a value out of range',
    { ...say, entry: { set: { age: 121 } } },
    ['states.here.entry.set.age: found 121. It can be at most 120.'],
  ],
  [
    'a text that is written without quotes',
    { ...say, entry: { set: { size: 'small' } } },
    [`states.here.entry.set.size: found "small"; Unknown variable: small; a text of its own is written '"small"'`],
  ],
  [
    'an option that is none',
    { ...say, entry: { set: { size: '"tiny"' } } },
    ['states.here.entry.set.size: found "tiny". It is none of the possible values.'],
  ],
  [
    'a result where nothing came',
    { ...say, next: [{ when: 'result.ok', to: 'end' }, { to: 'end' }] },
    [
      'states.here.next.0.when: found "result.ok"; result is there only where something came: after a call, an event, a handoff, a sub-flow or an answer with an `output`',
    ],
  ],
  [
    'an outcome where no flow ended',
    { ...call, next: [{ when: 'outcome == "x"', to: 'end' }, { to: 'end' }] },
    ['states.here.next.0.when: found "outcome == \\"x\\""; outcome is there only after a sub-flow'],
  ],
  ['a result in the text of an answer', prompt({ schema: { type: 'object' }, say: '{{ result.x }}' }), []],
  [
    'a result in another text',
    { ...call, entry: {}, call: { strategy: 'look', input: { x: 'result.x' } } },
    [
      'states.here.call.input.x: found "result.x"; result is there only where something came: after a call, an event, a handoff, a sub-flow or an answer with an `output`',
    ],
  ],
  [
    'a time that is none, too short, too long',
    { await: { event: 'paid' }, meanwhile: 'Wait.', next: 'end', after: { PT0S: 'end', P31D: 'end' } },
    [
      'states.here.after.PT0S: found "PT0S"; expected a time between PT1S and P30D, such as PT10M',
      'states.here.after.P31D: found "P31D"; expected a time between PT1S and P30D, such as PT10M',
    ],
  ],
  [
    'a time and a name that are not written as such, each told once and in words',
    { await: { event: 'is paid' }, meanwhile: 'Wait.', next: 'end', after: { '10m': 'end' } },
    [
      'states.here.await.event: found "is paid"; expected a letter, then letters, digits and _, 64 at most',
      'states.here.after.10m: found "10m"; expected a time such as PT10M, PT30S or P1DT12H',
    ],
  ],
  [
    'a silence that is too short',
    { ...collect, no_input: { after: 'PT0S', say: 'Hello?' } },
    ['states.here.no_input.after: found "PT0S"; expected a time between PT1S and P30D, such as PT10M'],
  ],
  [
    'a call that may take too long',
    { ...call, call: { tool: 'search', within: 'PT3M' } },
    ['states.here.call.within: found "PT3M"; expected PT2M at most'],
  ],
  [
    'an output that is no object',
    prompt({ schema: { type: 'string' } }),
    ['states.here.prompt.output.schema.type: found "string"; expected type: object'],
  ],
  [
    'an output whose schema is none',
    prompt({ schema: { type: 'object', properties: { a: { type: 'strin' } } } }),
    [expect.stringMatching(/^states\.here\.prompt\.output\.schema: cannot be used: /) as unknown as string],
  ],
  ['slots of another flow', { ...sub, slots: { street: 'slots.name' }, save: { name: 'result.street' } }, []],
  [
    'an unknown slot of another flow',
    { ...sub, slots: { stret: 'slots.name' } },
    ['states.here.slots.stret: other has no slot "stret"; expected "street"; did you mean "street"?'],
  ],
  [
    'a value that a slot of another flow does not take',
    { ...sub, slots: { street: 'slots.age' } },
    ['states.here.slots.street: found "slots.age", which gives a whole number; expected a text'],
  ],
  [
    'a flow that is not there',
    { ...sub, flow: 'othr' },
    ['states.here.flow: there is no flow "othr"; expected "other"; did you mean "other"?'],
  ],
  [
    'a link to a flow that is not there',
    { choose: [{ when: 'slots.sure', to: 'over' }, { to: 'end' }] },
    ['states.over.link: there is no flow "gone"; expected "other"'],
  ],
])('%s', (what, state, problems) => {
  const states = { here: state, end, ...(what.startsWith('a link') && { over: { link: 'gone' } }) };
  expect(problemsOf(flowWith({}, { states }), flows)).toEqual(problems);
});

const written = (write: string[], state: object) =>
  flowWith(state, {
    slots: { age: { schema: { type: 'integer' }, write }, name: { schema: { type: 'string' } } },
  });

test.each<[what: string, definition: object, problems: string[]]>([
  [
    'a question for a slot that no user writes',
    written(['llm', 'action'], collect),
    [
      'states.here.collect: age is written by llm and action only, so no answer of the user could fill it; add "user" to its `write`',
    ],
  ],
  [
    'a result for a slot that only a user writes',
    written(['user'], { ...call, save: { age: 'result.age' } }),
    ['states.here.save.age: age is written by "user", and here by "action"'],
  ],
  [
    'an answer for a slot that only actions write',
    written(['action'], prompt({ schema: { type: 'object' }, save: { age: 'result.age' } })),
    ['states.here.prompt.output.save.age: age is written by "action", and here by "llm"'],
  ],
  ['what may be written', written(['llm'], prompt({ schema: { type: 'object' }, save: { age: 'result.age' } })), []],
  [
    'a first value that is looked for in slots',
    flowWith(say, { slots: { age: { schema: { type: 'integer' }, prefill: 'slots.age' } } }),
    ['slots.age.prefill: found "slots.age"; slots is not there yet when a conversation begins'],
  ],
  [
    'a first value of another type',
    flowWith(say, { slots: { age: { schema: { type: 'integer' }, prefill: '"x"' } } }),
    ['slots.age.prefill: found "x". It has to be of type integer.'],
  ],
  [
    'an interruption of the flow',
    flowWith(collect, { on: [{ when: 'txt == "x"', to: 'nd', say: '{{ slots.agee }}' }] }),
    [
      'on.0.to: there is no state "nd"; expected one of "here", "end"; did you mean "end"?',
      'on.0.say: there is no slot agee; did you mean "age"?',
      'on.0.when: found "txt == \\"x\\""; Unknown variable: txt',
    ],
  ],
  [
    'what is said of corrections',
    flowWith(collect, { correction: { say: '{{ slots.agee }}' } }),
    ['correction.say: there is no slot agee; did you mean "age"?'],
  ],
])('%s', (_, definition, problems) => expect(problemsOf(definition)).toEqual(problems));

const nested = (depth: number): FlowIncludes[string] =>
  ({
    version: `flow${depth}@1`,
    definition: { initial: 'a', states: depth === 0 ? { a: end } : { a: { flow: 'inner', next: 'z' }, z: end } },
    ...(depth > 0 && { flows: { inner: nested(depth - 1) } }),
  }) as FlowIncludes[string];
const broken = { version: 'other@1', definition: { initial: 'gone', states: { end } } } as FlowIncludes[string];
const round: { version: string; definition: FlowIncludes[string]['definition']; flows?: FlowIncludes } = {
  version: 'round@1',
  definition: { initial: 'a', states: { a: { flow: 'again', next: 'end' }, end } } as never,
};
round.flows = { again: round };
const large = included({}, { definition: { initial: 'end', description: 'x'.repeat(10_000), states: { end } } });
const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`other${index}`, { ...large, version: `other${index}@1` }]),
  );

test.each<[what: string, flow: string, flows: FlowIncludes, problems: string[]]>([
  ['a flow that is there', 'other', flows, []],
  ['as many flows one in another as are allowed', 'other', { other: nested(limits.flowDepth - 1) }, []],
  [
    'more flows one in another than are allowed',
    'other',
    { other: nested(limits.flowDepth) },
    [`has more than ${limits.flowDepth} flows one in another`],
  ],
  [
    'a flow that has problems of its own',
    'other',
    { other: broken },
    ['"other" cannot be played: initial there is no state "gone"; expected "end"'],
  ],
  ['a flow that comes back to itself', 'other', { other: round }, ['comes back to itself: round@1 → round@1']],
])('%s', (_, flow, given, problems) => {
  const found = problemsOf(flowWith({ flow, next: 'end' }), given).map((one) =>
    one.replace(/^states\.here\.flow: /, ''),
  );
  expect(found).toEqual(problems.map((one) => expect.stringContaining(one)));
});

test('flows that are too large together are refused', () => {
  const names = Object.keys(many(30));
  const states = Object.fromEntries(names.map((name, index) => [`s${index}`, { flow: name, next: `s${index + 1}` }]));
  const definition = flowWith({}, { initial: 's0', states: { ...states, [`s${names.length}`]: end } });
  expect(problemsOf(definition, many(30)).at(-1)).toContain(`has more than ${limits.included} characters`);
});

test('one version has one form', () => {
  const states = { here: { flow: 'one', next: 'two' }, two: { flow: 'two', next: 'end' }, end };
  const twice = { one: included(), two: included({ age: { schema: { type: 'integer' } } }) };
  expect(problemsOf(flowWith({}, { states }), twice)).toEqual([
    'states.two.flow: "two" is included as other@1 in two forms',
  ]);
});

test('an empty list says what belongs into it', () => {
  const asking = { collect: 'age', ask: 'Age?', invalid: [], next: 'end' };
  const states = { here: { choose: [] }, there: { say: 'Hi.', next: [] }, asking, end: { final: 'done' } };
  const slots = { age: { schema: { type: 'integer' } } };
  const told = flowProblems({ initial: 'here', slots, states }).map(({ path, message }) => [path.join('.'), message]);
  const transition = 'is empty; expected at least one transition: `{ when: …, to: STATE }`';
  expect(told).toEqual([
    ['states.here.choose', transition],
    ['states.there.next', transition],
    ['states.asking.invalid', 'is empty; expected at least one entry'],
  ]);
});
