import { createFixedTrialogue, definitionOf } from './fixed-trialogue';
import { definition } from './testing/definition';

interface Flags {
  colour: string;
  layout: { columns: number };
  plain: boolean;
}

const fixed = () =>
  createFixedTrialogue<Flags>([
    definition('colour', ['red', 'blue']),
    definition('layout', [{ columns: 2 }]),
    definition('plain', [undefined]),
  ]);

test('values are what their experiment’s are, for whoever compiles too', () => {
  const trialogue = fixed();
  const colour: string = trialogue.value('colour', 'grey', { unit: 'anna' });
  expect(['red', 'blue']).toContain(colour);
  expect(trialogue.value('layout', { columns: 1 }, { unit: 'anna' }).columns).toBe(2);
  expect(trialogue.assign('layout', { unit: 'anna' }).variant!.value!.columns).toBe(2);
  // @ts-expect-error a colour is text
  expect(trialogue.value('colour', 1, { unit: 'anna' })).toBe(1);
  // @ts-expect-error there is no such flag
  expect(trialogue.value('shade', 'grey', { unit: 'anna' })).toBe('grey');
});

test('a variant without a value gives the value that the code has, and is met all the same', () => {
  const trialogue = fixed();
  expect(trialogue.value('plain', true, { unit: 'anna' })).toBe(true);
  expect(trialogue.exposed).toMatchObject([{ experiment: 'plain', unit: 'anna', variant: { key: 'a' } }]);
});

test('a value of another type is not given, told of, and not met', () => {
  const trialogue = createFixedTrialogue([definition('colour', ['red'])]);
  const problems: unknown[] = [];
  trialogue.on('problem', (error) => problems.push(error));
  expect(trialogue.value('colour', ['grey'], { unit: 'anna' })).toEqual(['grey']);
  expect(problems).toEqual([
    expect.objectContaining({
      code: 'VALUE_TYPE_MISMATCH',
      message: 'The value of variant a of experiment colour is of type string, not array.',
    }),
  ]);
  expect(trialogue.exposed).toEqual([]);
});

test('looking is not meeting', () => {
  const trialogue = fixed();
  const seen = trialogue.assignment('colour', { unit: 'anna' });
  expect(trialogue.exposed).toEqual([]);
  expect(trialogue.assign('colour', { unit: 'anna' })).toEqual(seen);
  expect(trialogue.exposed).toEqual([seen]);
});

test('composed and decomposed, a text is one unit', () => {
  const trialogue = fixed();
  const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];
  expect(trialogue.assign('colour', { unit: decomposed })).toEqual(trialogue.assign('colour', { unit: composed }));
  expect(trialogue.exposed[0]!.unit).toBe(composed);
});

test('who takes no part meets nothing', () => {
  const trialogue = createFixedTrialogue([
    definition('closed', [1], { traffic: 0 }),
    definition('won', [1], { status: 'STOPPED', winner: 'a' }),
  ]);
  expect(trialogue.value('closed', 0, { unit: 'anna' })).toBe(0);
  expect(trialogue.value('won', 0, { unit: 'anna' })).toBe(1);
  expect(trialogue.exposed).toEqual([]);
});

test.each([
  [{ unit: '' }, '`unit` has 0 characters; 1 to 256 are allowed.'],
  [{ unit: 'x'.repeat(257) }, '`unit` has 257 characters; 1 to 256 are allowed.'],
  [{ unit: '\ud800' }, '`unit` holds a character that cannot be stored.'],
  [{ unit: 'a\0' }, '`unit` holds a character that cannot be stored.'],
  [{ unit: 7 }, '`unit` is number, not text.'],
  [undefined, '`unit` is undefined, not text.'],
  [{ unit: 'anna', attributes: ['nl'] }, '`attributes` is array, not an object.'],
])('%j is no subject', (subject, message) => {
  const trialogue = fixed();
  expect(() => trialogue.assign('colour', subject as any)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message }),
  );
  expect(trialogue.value('colour', 'grey', subject as any)).toBe('grey');
});

test('an experiment that lets units keep what they met needs to be told what that was', () => {
  const trialogue = createFixedTrialogue([definition('kept', [1, 2], { sticky: {}, allocation: 2 })]);
  expect(() => trialogue.assign('kept', { unit: 'anna' })).toThrow(
    expect.objectContaining({ code: 'EARLIER_EXPOSURE_UNKNOWN' }),
  );
  expect(() => trialogue.assign('kept', { unit: 'anna', sticky: { other: null } })).toThrow('kept');
  const never = trialogue.assign('kept', { unit: 'anna', sticky: { kept: null } });
  expect(never.reason).toBe('ASSIGNED');
  const other = never.variant!.key === 'a' ? 'b' : 'a';
  const sticky = { kept: { variant: other, allocation: 1, bucket: 0.5, propensity: 0.5 } };
  expect(trialogue.assign('kept', { unit: 'anna', sticky })).toMatchObject({
    ...{ reason: 'STICKY', allocation: 1, variant: { key: other } },
  });
});

test('a definition that nothing can be assigned by harms no other', () => {
  const trialogue = createFixedTrialogue([definition('broken', []), definition('colour', ['red'])]);
  expect(() => trialogue.assign('broken', { unit: 'anna' })).toThrow(
    expect.objectContaining({ code: 'DEFINITIONS_UNKNOWN', message: expect.stringContaining('broken') }),
  );
  expect(trialogue.value('colour', 'grey', { unit: 'anna' })).toBe('red');
});

test('a fixed value is everybody’s', () => {
  const trialogue = createFixedTrialogue<{ dark: boolean }>([definitionOf('dark', true)]);
  expect(['anna', 'ben'].map((unit) => trialogue.value('dark', false, { unit }))).toEqual([true, true]);
  expect(trialogue.exposures).toEqual({ waiting: 0, recorded: 2, dropped: 0 });
});

test('a listener that throws keeps nobody else from hearing, and its error is not swallowed', () => {
  const uncaught: (() => void)[] = [];
  const queue = jest.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => uncaught.push(task));
  const trialogue = createFixedTrialogue([]);
  const heard: string[] = [];
  trialogue.on('problem', () => {
    throw new Error('mine');
  });
  const off = trialogue.on('problem', ({ code }) => heard.push(code));
  trialogue.value('nothing', 1, { unit: 'anna' });
  off();
  trialogue.value('nothing', 1, { unit: 'anna' });
  queue.mockRestore();
  expect(heard).toEqual(['EXPERIMENT_NOT_FOUND']);
  expect(uncaught).toHaveLength(2);
  for (const one of uncaught) expect(one).toThrow('mine');
});

/** What the graph sees of attributes is what JSON makes of them. */
const targeted = (attribute: string, type: string, test: unknown[]) =>
  createFixedTrialogue([
    definition('colour', ['red'], {
      targeting: { source: 'as compiled', expression: [...test, ['attribute', attribute, type]] },
    } as any),
  ]);

test.each([
  ['a date', { since: new Date(0) }],
  ['what says how it is written', { since: { toJSON: () => '1970-01-01T00:00:00.000Z' } }],
  ['attributes that say it', { toJSON: () => ({ since: '1970-01-01T00:00:00.000Z' }) }],
])('%s is targeted as the text that is sent', (_, attributes) => {
  const trialogue = targeted('since', 'string', ['==', '1970-01-01T00:00:00.000Z']);
  const plain = trialogue.assignment('colour', { unit: 'anna', attributes: { since: '1970-01-01T00:00:00.000Z' } });
  expect(plain.variant).toMatchObject({ key: 'a' });
  expect(trialogue.assignment('colour', { unit: 'anna', attributes })).toEqual(plain);
});

test('what JSON has no number for is null, which is not known', () => {
  const trialogue = targeted('age', 'double', ['<', 1]);
  const given = (age: unknown) => trialogue.assignment('colour', { unit: 'anna', attributes: { age } });
  expect(given(2).variant).toMatchObject({ key: 'a' });
  expect(given(null).variant).toBeNull();
  for (const age of [Number.NaN, Number.POSITIVE_INFINITY]) expect(given(age)).toEqual(given(null));
});

test('attributes that are no JSON are refused, null ones are absent', () => {
  const trialogue = fixed();
  const colour = (attributes: any) => trialogue.assignment('colour', { unit: 'anna', attributes });
  expect(() => colour({ age: 1n })).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  expect(colour(null)).toEqual(colour(undefined));
});

test('a unit is as long as what it counts as', () => {
  const trialogue = fixed();
  expect(trialogue.assignment('colour', { unit: 'e\u0301'.repeat(256) }).unit).toBe('\u00e9'.repeat(256));
  expect(() => trialogue.assignment('colour', { unit: '\u0958'.repeat(200) })).toThrow('400 characters');
});
