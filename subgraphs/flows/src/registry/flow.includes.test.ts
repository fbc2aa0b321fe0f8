import type { FlowDefinition } from '@trialogue/flow-engine';
import { createTestDatabase } from '@trialogue/store/testing';
import type { FlowVersionBody } from '@trialogue/variant-config';
import { answerOf } from '../testing/answer-of';
import { publishPrompt } from '../testing/content';
import { openProcess, type Process } from '../testing/process';

let on: Process;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  on = await openProcess(database.url);
  await publishPrompt(on.store, 'chef', [{}]);
});
afterAll(async () => {
  await on.close();
  await drop();
});

const apply = `mutation ($flows: [ApplyFlowInput!]!, $dryRun: Boolean! = false, $assuming: [PlannedReleaseInput!]! = []) {
  applyFlows(flows: $flows, dryRun: $dryRun, assuming: $assuming) {
    subject outcome problems { path message severity } releases { kind key schema body } } }`;
const applied = async (...flows: object[]) => answerOf(await on.ask(apply, { flows }));
const tried = async (...flows: object[]) => answerOf(await on.ask(apply, { flows, dryRun: true }));
const bodyOf = (id: string) => on.store.releases.head<FlowVersionBody>('flow_version', id)!.body;
const flow = (key: string, ...definitions: FlowDefinition[]) => ({
  key,
  versions: definitions.map((definition, index) => ({
    ...{ number: index + 1, definition, source: { file: `flows/${key}.yml` } },
  })),
});

/** Asks for the zip code, in one way or another, and talks to the chef about it. */
const address = (ask: string): FlowDefinition => ({
  initial: 'zip',
  slots: { zip: { schema: { type: 'string', pattern: '^[0-9]{5}$' } } },
  states: {
    zip: { collect: 'zip', ask, next: 'talk', failed: 'none' },
    talk: { prompt: { prompt_version_id: 'chef@production' }, until: 'true', next: 'known' },
    known: { final: 'known' },
    none: { final: 'unknown' },
  },
});
const order = (...addresses: string[]): FlowDefinition => ({
  initial: 'address_0',
  states: {
    ...Object.fromEntries(
      addresses.map((reference, index) => [
        `address_${index}`,
        { flow: reference, next: index + 1 < addresses.length ? `address_${index + 1}` : 'done' },
      ]),
    ),
    done: { final: 'completed' },
  },
});

test('the flows that a flow names are pinned whole, in the versions that they mean at publish, and stay so', async () => {
  await applied(flow('address', address('Your zip code?')));
  expect(await applied(flow('order', order('address')))).toMatchObject([{ outcome: 'CREATED', problems: [] }]);
  const before = bodyOf('order@1');
  expect(before.flows).toEqual({ address: { version: 'address@1', definition: address('Your zip code?') } });
  expect(before.prompts).toEqual(['chef@production']);

  await applied(flow('address', address('Your zip code?'), address('Your postal code?')));
  expect(await applied(flow('order', order('address')))).toMatchObject([{ outcome: 'UNCHANGED' }]);
  expect(bodyOf('order@1')).toEqual(before);
  expect(await applied(flow('order', order('address'), order('address')))).toMatchObject([{ outcome: 'UPDATED' }]);
  expect(bodyOf('order@2').flows!.address!.version).toBe('address@2');
  expect(bodyOf('order@2').checksum).not.toBe(before.checksum);

  const read =
    '{ flow(key: "order") { version(number: 2) { flows { reference version definition flows { version } } problems { path } } } }';
  expect(answerOf(await on.ask(read)).version).toEqual({
    flows: [{ reference: 'address', version: 'address@2', definition: address('Your postal code?'), flows: [] }],
    problems: [],
  });
});

test('a conversation goes through a sub-flow as it was pinned, whatever is published since', async () => {
  await applied(flow('street', address('Zip?')));
  await applied(flow('parcel', order('street')));
  await applied(flow('street', address('Zip?'), address('Postal code?')));
  const start = `mutation { startConversation(input: { flow: "parcel", unit: "ana" }) { messages { edges { node { text } } } } }`;
  expect(answerOf(await on.ask(start)).messages.edges[0].node.text).toBe('Zip?');
});

test('what is in the same list counts, in whatever order it stands there; a dry run says the same', async () => {
  const list = [flow('outer', order('middle')), flow('middle', order('inner@1')), flow('inner', address('Zip?'))];
  const outcomes = ['CREATED', 'CREATED', 'CREATED'];
  const planned = await tried(...list);
  expect(planned.map(({ outcome }: any) => outcome)).toEqual(outcomes);
  const results = await applied(...list);
  expect(results.map(({ subject, outcome }: any) => [subject, outcome])).toEqual([
    ['outer', 'CREATED'],
    ['middle', 'CREATED'],
    ['inner', 'CREATED'],
  ]);
  expect(bodyOf('outer@1').flows!.middle!.flows!['inner@1']!.version).toBe('inner@1');
  expect(bodyOf('outer@1').prompts).toEqual(['chef@production']);
  const said = planned.flatMap(({ releases }: any) => releases).find(({ key }: any) => key === 'outer@1');
  expect(said.body).toEqual(bodyOf('outer@1'));
});

describe('a reference that cannot be pinned is refused with its place:', () => {
  const asking: FlowDefinition = { ...order('address'), on: [{ when: 'text == "x"', flow: 'nobody' }] };
  test.each<[string, object, string, string]>([
    ['a flow that is not there', flow('astray', order('addres')), 'states.address_0.flow', 'there is no flow "addres"'],
    ['a version that is not there', flow('astray', order('address@9')), 'states.address_0.flow', 'address@9'],
    ['a label', flow('astray', order('address@live')), 'states.address_0.flow', 'address@live'],
    ['in an interruption', flow('astray', asking), 'on.0.flow', 'there is no flow "nobody"'],
    [
      'a tool',
      flow('astray', {
        initial: 'ask',
        states: { ask: { call: { tool: 'wether' }, next: 'done' }, done: { final: 'done' } },
      }),
      'states.ask.call.tool',
      'there is no tool "wether"; expected one of "tax", "weather"; did you mean "weather"?',
    ],
    ['itself', flow('astray', order('astray')), 'states.address_0.flow', 'astray'],
    [
      'in a link',
      flow('astray', { initial: 'away', states: { away: { link: 'nobody' } } }),
      'states.away.link',
      'there is no flow "nobody"',
    ],
  ])('%s', async (_, entry, path, message) => {
    await applied(flow('address', address('Your zip code?')));
    const [refused] = await applied(entry);
    expect(refused.outcome).toBe('REFUSED');
    expect(refused.problems).toContainEqual({
      ...{
        path: `versions.0.definition.${path}`,
        message: expect.stringContaining(message),
        severity: expect.anything(),
      },
    });
  });

  test('a circle, however long', async () => {
    await applied(flow('one', address('Zip?')));
    await applied(flow('two', order('one')));
    await applied(flow('three', order('two')));
    const [refused] = await applied(flow('one', address('Zip?'), order('three')));
    expect(refused.problems.map(({ message }: any) => message)).toEqual([
      'the flow one includes itself: one → three@1 → two@1 → one@1',
    ]);
  });

  test('a strategy that is not there is named, and the flow is published', async () => {
    const calling: FlowDefinition = {
      initial: 'ask',
      states: { ask: { call: { strategy: 'prompt_templat' }, next: 'done', failed: 'done' }, done: { final: 'done' } },
    };
    expect(await applied(flow('calling', calling))).toMatchObject([
      {
        outcome: 'CREATED',
        problems: [
          { message: expect.stringMatching(/there is no strategy "prompt_templat".*did you mean "prompt_template"/) },
        ],
      },
    ]);
  });

  test('what is archived', async () => {
    await applied({ ...flow('gone'), versions: [{ number: 1, definition: address('Zip?'), status: 'ARCHIVED' }] });
    const [refused] = await applied(flow('missing', order('gone@1')));
    expect(refused.problems[0].message).toContain('archived');
  });

  test('flows that are too deep in one another', async () => {
    const chain = Array.from({ length: 10 }, (_, index) =>
      flow(`deep_${index}`, index === 0 ? address('Zip?') : order(`deep_${index - 1}`)),
    );
    const results = await applied(...chain);
    expect(results.map(({ outcome }: any) => outcome)).toEqual([...Array(9).fill('CREATED'), 'REFUSED']);
    expect(results.at(-1).problems[0].message).toMatch(/8 flows/);
  });
});
