import type { Json } from '@trialogue/plugin-api';
import fc from 'fast-check';
import { compileFlow, machineFor } from './compile-flow';
import type { FlowDefinition, FlowIncludes } from './definition';
import { flowProblems, partProblems } from './flow-problems';
import { missingFlows } from './include-problems';
import { limits } from './limits';
import { converse, manyChances, surroundings } from './testing/converse';
import { flowWith } from './testing/example-flows';
import { playFlow } from './testing/play-flow';
import { anyFlow } from './testing/random-flow';

const problemsOf = (definition: unknown, flows?: FlowIncludes) =>
  flowProblems(definition, flows).map(({ path, message }) => `${path.join('.')}: ${message}`);

/** CPU of this process, in milliseconds: what others do on the machine does not count. */
function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const end = { final: 'completed' };
const calling = (flow: string) => ({ initial: 'here', states: { here: { flow, next: 'end' }, end } }) as FlowDefinition;
const included = (definition: FlowDefinition, version: string, flows?: FlowIncludes) => ({
  version,
  definition,
  ...(flows && { flows }),
});
const many = (count: number, make: (index: number) => unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, make(index)]));
const nested = (depth: number): Json => {
  let value: Json = 1;
  for (let level = 0; level < depth; level++) value = { deeper: value };
  return value;
};
/** As a parser gives it: with a member of this name, instead of a prototype. */
const parsed = (text: string): any => JSON.parse(text);

describe('sub-flows', () => {
  test('that come back to themselves are refused, also where the circle is one of objects', () => {
    const round: { [written: string]: any } = {};
    round.a = included(calling('b'), 'a@1', round);
    round.b = included(calling('a'), 'b@1', round);
    expect(problemsOf(calling('a'), round)).toEqual([
      expect.stringMatching(/^states\.here\.flow: .*comes back to itself/),
    ]);
  });

  test('that are more than eight deep are refused, and eight are played', () => {
    const deep = (levels: number): FlowIncludes => ({
      down:
        levels === 1
          ? included(flowWith({ say: 'Deep.', next: 'end' }), 'f@1')
          : included(calling('down'), `f@${levels}`, deep(levels - 1)),
    });
    expect(problemsOf(calling('down'), deep(9))).toEqual([
      expect.stringContaining('has more than 8 flows one in another'),
    ]);
    const { steps, state } = playFlow(calling('down'), [], { flows: deep(8) });
    expect(steps[0]!.filter((one) => one.startsWith('<'))).toHaveLength(8);
    expect(state).toMatchObject({ outcome: 'completed', state: 'end' });
  });

  test('that are deeper in a second place count as deep as they are there', () => {
    const deep = (levels: number, inner: FlowIncludes): FlowIncludes =>
      levels === 0 ? inner : { down: included(calling('down'), `g@${levels}`, deep(levels - 1, inner)) };
    const bottom = included(flowWith({ say: 'Deep.', next: 'end' }), 'f@1');
    const shared = deep(5, { down: bottom }).down!;
    const twice = { first: shared, second: included(calling('down'), 'h@1', { down: shared }) };
    const around = (flows: FlowIncludes) =>
      included(calling('down'), 'i@1', { down: included(calling('down'), 'j@1', flows) });
    const states = { here: { flow: 'first', next: 'there' }, there: { flow: 'second', next: 'end' }, end };
    expect(problemsOf({ initial: 'here', states }, twice)).toEqual([]);
    expect(problemsOf({ initial: 'here', states }, { ...twice, second: around({ down: twice.second }) })).toEqual([
      expect.stringContaining('has more than 8 flows one in another'),
    ]);
  });

  test('that include each other many times over count as often as they are pinned', () => {
    const level = (at: number, below: FlowIncludes): FlowIncludes => {
      const names = Object.keys(below);
      const states = Object.fromEntries(
        names.map((name, index) => [`s${index}`, { flow: name, next: names[index + 1] ? `s${index + 1}` : 'end' }]),
      );
      const definition =
        names.length === 0 ? flowWith({ say: 'Deep.', next: 'end' }) : { initial: 's0', states: { ...states, end } };
      return Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [`l${at}_${index}`, included(definition, `l${at}_${index}@1`, below)]),
      );
    };
    const flows = Array.from({ length: 8 }).reduce<FlowIncludes>((below, _, at) => level(at, below), {});
    const cpu = cpuOf(() =>
      expect(problemsOf(calling('l7_0'), flows).join()).toContain(`has more than ${limits.included} characters`),
    );
    expect(cpu).toBeLessThan(5_000);
  });

  test('that are too large together are refused', () => {
    const large = (at: number) => included({ ...flowWith(end), description: 'x'.repeat(9_000) }, `large@${at}`);
    const flows = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`large@${index}`, large(index)]));
    const states = many(30, (index) => ({ flow: `large@${index}`, next: index === 29 ? 'end' : `s${index + 1}` }));
    const problems = problemsOf({ initial: 's0', states: { ...states, end } }, flows);
    expect(problems.join()).toContain(`has more than ${limits.included} characters`);
  });
});

test.each<[what: string, definition: unknown, problem: string]>([
  ['10,000 states', { initial: 's0', states: many(10_000, () => ({ final: 'a' })) }, 'states: '],
  [
    'an input nested a hundred thousand levels deep',
    flowWith({ call: { strategy: 's', input: { x: nested(100_000) } }, next: 'end' }),
    'states.here.call: is nested more than 64 levels deep',
  ],
  [
    'an output’s schema nested a hundred thousand levels deep',
    flowWith({
      prompt: { output: { schema: { type: 'object', const: nested(100_000) } } },
      until: 'true',
      next: 'end',
    }),
    'states.here.prompt: is nested more than 64 levels deep',
  ],
  ...[
    '',
    'P',
    'PT',
    'P1Y',
    'P1M',
    'P1W',
    'PT0S',
    'P31D',
    'PT99999999S',
    '-PT1S',
    'pt1s',
    'PT1.5S',
    'PT1S ',
    '10m',
    '١',
  ].map((time): [string, unknown, string] => [
    `the time "${time}"`,
    flowWith({ collect: 'age', ask: 'Age?', next: 'end', after: { [time]: 'end' } }),
    `states.here.after`,
  ]),
  [
    'more timers than are allowed',
    flowWith({
      collect: 'age',
      ask: 'Age?',
      next: 'end',
      after: { PT1S: 'end', PT2S: 'end', PT3S: 'end', PT4S: 'end' },
    }),
    'states.here.after: ',
  ],
  [
    'a slot that is saved and called like the prototype',
    flowWith({ call: { strategy: 's' }, save: parsed('{"__proto__": "result"}'), next: 'end' }),
    'states.here.save.__proto__: ',
  ],
  [
    'a flow called like what every object has',
    flowWith({ flow: 'constructor', next: 'end' }),
    'states.here.flow: there is no flow "constructor"',
  ],
  [
    'a state called like the prototype',
    parsed('{"initial":"a","states":{"__proto__":{"final":"a"},"a":{"final":"a"}}}'),
    'states.__proto__: ',
  ],
])('%s: refused with its path, in bounded time', (_, definition, problem) => {
  let problems: string[] = [];
  expect(cpuOf(() => (problems = problemsOf(definition)))).toBeLessThan(10_000);
  expect(problems.some((one) => one.startsWith(problem))).toBe(true);
});

test('names that every object has are names like others', () => {
  const slots = { toString: { schema: { type: 'integer' } }, valueOf: { schema: { type: 'string' } } };
  const states = {
    hasOwnProperty: { choose: [{ when: 'has(slots.toString) || has(slots.valueOf)', to: 'end' }, { to: 'toString' }] },
    toString: { collect: 'toString', ask: 'How many?', exit: { set: { valueOf: '"x"' } }, next: 'valueOf' },
    valueOf: {
      call: { strategy: 's', input: { toString: 'slots.toString' } },
      save: { valueOf: 'result.valueOf' },
      next: 'end',
    },
    end,
  };
  const flow = { initial: 'hasOwnProperty', slots, states } as unknown as FlowDefinition;
  const result = parsed('{"__proto__": {"valueOf": "no"}, "valueOf": "own"}');
  expect(playFlow(flow, ['3', { type: 'CALLED', effect: 1, result }])).toEqual({
    steps: [
      ['> hasOwnProperty', '> toString', 'How many?'],
      [
        'toString = 3',
        'valueOf = "x"',
        '> valueOf',
        'CALL {"effect":1,"strategy":"s","input":{"toString":3},"withinMs":30000}',
      ],
      ['valueOf = "own"', '> end', 'END completed'],
    ],
    state: expect.objectContaining({ slots: { toString: 3, valueOf: 'own' } }),
  });
  const inherited = playFlow(flow, [
    '3',
    { type: 'CALLED', effect: 1, result: parsed('{"__proto__": {"valueOf": "no"}}') },
  ]);
  expect(inherited.state.slots).toEqual({ toString: 3, valueOf: 'x' });
});

test('as many states as are allowed compile and are played in bounded time', () => {
  const states = many(limits.states - 1, (index) => ({
    collect: 'age',
    ask: 'How old?',
    entry: { set: { age: null } },
    next: [
      { when: `slots.age == ${index}`, to: `s${(index * 7) % (limits.states - 1)}` },
      { to: index + 2 < limits.states ? `s${index + 1}` : 'end' },
    ],
    after: { P1D: 'end' },
  }));
  const flow = flowWith({}, { initial: 's0', states: { ...states, end } });
  expect(
    cpuOf(() => {
      const machine = compileFlow(flow);
      let step = machine.start(surroundings, { at: 0 });
      for (let turn = 0; turn < 1_000 && step.state.outcome === undefined; turn++)
        step = machine.transition(step.state, { type: 'USER', text: '5', at: turn }, surroundings);
      expect(step.state.state).not.toBe('s0');
    }),
  ).toBeLessThan(30_000);
});

/** A value of a definition, replaced by something that does not belong there. */
function changed(value: Json, steps: readonly number[], by: Json): Json {
  const [step, ...further] = steps;
  if (typeof value !== 'object' || value === null || step === undefined) return by;
  const names = Object.keys(value);
  if (names.length === 0) return by;
  const name = names[step % names.length]!;
  const inner = changed((value as { [name: string]: Json })[name]!, further, by);
  return Array.isArray(value)
    ? value.map((one, index) => (String(index) === name ? inner : one))
    : { ...value, [name]: inner };
}

const strange: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: fc.string({ maxLength: 5 }) as fc.Arbitrary<Json>, weight: 6 }, // where a text is said, it can be played
  fc.constantFrom<Json>(
    null,
    true,
    -1,
    1e300,
    '',
    '\0',
    '\ud800',
    'end',
    'a',
    'result.n',
    'PT1S',
    '{{',
    '{{ slots.x }}',
    'x'.repeat(20_000),
  ),
  fc.constantFrom<Json>(
    [],
    {},
    [[]],
    { n: 'slots.n' },
    { to: 'a' },
    { when: 'true', to: 'z' },
    { set: {} },
    nested(200),
  ),
  fc.constantFrom<Json>(
    parsed('{"__proto__": {"to": "a"}}'),
    { constructor: 'a' },
    { flow: 'sub', to: 'a', when: 'true' },
  ),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

/** A flow, and the same with a thing of it replaced: a few times over, each time elsewhere. */
const hostileFlows = fc
  .tuple(
    anyFlow,
    fc.array(fc.array(fc.nat({ max: 20 }), { minLength: 2, maxLength: 6 }), { minLength: 4, maxLength: 4 }),
    strange,
  )
  .map(([{ definition, flows }, places, by]) => ({
    flows,
    definitions: places.map((place) => changed(definition as unknown as Json, place, by) as unknown as FlowDefinition),
  }));
const isPlayable = (definition: FlowDefinition, flows: FlowIncludes) =>
  partProblems(definition, flows).length === 0 && missingFlows(definition, flows).length === 0;

test('a definition in which anything is changed is refused with a path, or played', () => {
  fc.assert(
    fc.property(hostileFlows, manyChances, ({ definitions, flows }, happens) => {
      for (const hostile of definitions) {
        const problems = flowProblems(hostile, flows);
        for (const { path, message } of problems) expect([Array.isArray(path), message !== '']).toEqual([true, true]);
        if (isPlayable(hostile, flows)) converse(machineFor(hostile, flows), happens);
      }
    }),
    { numRuns: 40 },
  );
});

test('of definitions changed like this, some are refused and some are played', () => {
  const playable = fc
    .sample(hostileFlows, { numRuns: 100, seed: 1 })
    .flatMap(({ definitions, flows }) => definitions.map((definition) => isPlayable(definition, flows)));
  expect([playable.includes(true), playable.includes(false)]).toEqual([true, true]);
});
