import type { FlowDefinition } from '@trialogue/flow-engine';
import { until } from '@trialogue/store/testing';
import { publishPrompt } from '../testing/content';
import { supper } from '../testing/flows';
import { held } from '../testing/story';
import { tellOfSupper } from '../testing/supper';

let story: Awaited<ReturnType<typeof tellOfSupper>>;
beforeAll(async () => {
  story = await tellOfSupper();
});
afterAll(() => story.end());

const { ask, plan, ...others } = supper.states;
/** It asks in another state and with other words, and knows of a diet. */
const renamed: FlowDefinition = {
  ...supper,
  slots: { ...supper.slots, diet: { schema: { type: 'string' } } },
  states: {
    ...others,
    welcome: { say: 'Hello.', next: 'servings' },
    servings: { collect: 'servings', ask: 'For how many?', max_tries: 2, next: 'plan', failed: 'sorry' },
    plan: plan!,
  },
};
const smaller: FlowDefinition = { ...supper, slots: { servings: { schema: { type: 'integer', maximum: 3 } } } };
const forgetful: FlowDefinition = {
  initial: 'plan',
  states: {
    plan: {
      prompt: { prompt_version_id: 'chef@production', opening: 'Well.' },
      until: 'text.contains("thanks")',
      next: 'done',
    },
    done: { final: 'fed' },
  },
};

/** Calls what waits until it is let go on. */
const text = { schema: { type: 'string' } };
const holding: FlowDefinition = {
  initial: 'here',
  slots: { thing: text, more: text },
  states: {
    here: { collect: 'thing', ask: 'What?', next: 'wait', failed: 'done' },
    wait: { call: { strategy: 'hold', input: { text: 'slots.thing' }, within: 'PT2M' }, next: 'there', failed: 'done' },
    there: { collect: 'more', ask: 'And?', next: 'done', failed: 'done' },
    done: { final: 'said', say: 'Goodbye.' },
  },
};

const mutation = `mutation ($flow: ID!, $from: Int! = 1, $to: Int! = 2, $states: [StateImageInput!]! = [], $slots: [SlotImageInput!]! = [], $dryRun: Boolean! = false) {
  migrateConversations(flow: $flow, from: $from, to: $to, states: $states, slots: $slots, dryRun: $dryRun) {
    from { id } to { id } dryRun moved states { from to count } left { reason count conversations } problems { path message } } }`;
const migrate = (flow: string, more: object = {}, on: Pick<typeof story, 'ask'> = story) =>
  on.ask(mutation, { flow, ...more });
const done = async (answer: ReturnType<typeof migrate>) => {
  const { data, messages } = await answer;
  if (messages.length > 0) throw new Error(messages.join('; '));
  return data.migrateConversations;
};
const publish = async (flow: string, ...definitions: FlowDefinition[]) => {
  for (const definition of definitions) {
    const { messages } = await story.ask(
      'mutation ($input: CreateFlowVersionInput!) { createFlowVersion(input: $input) { id } }',
      { input: { flow, definition: JSON.parse(JSON.stringify(definition)) } },
    );
    expect(messages).toEqual([]);
  }
};
const live = async (flow: string, number: number) =>
  (
    await story.ask(
      'query ($flow: ID!, $number: Int!) { flow(key: $flow) { version(number: $number) { live { state count } } } }',
      {
        ...{ flow, number },
      },
    )
  ).data.flow.version.live;
const sitDown = async (flow: string, ...says: string[]): Promise<string> => {
  const { id } = await story.sitDown({ flow: `${flow}@1` });
  for (const text of says) await story.send(id, text);
  return id;
};

test('conversations go on in the new version where they stood, with what they said and what they were pinned to', async () => {
  await publish('moved', supper, renamed);
  const asked = await sitDown('moved');
  const planning = await sitDown('moved', '4');
  const over = await sitDown('moved', '4', 'thanks');
  expect(await live('moved', 1)).toEqual([
    { state: 'ask', count: 1 },
    { state: 'plan', count: 1 },
  ]);

  const states = [
    { from: 'ask', to: 'servings', count: 1 },
    { from: 'plan', to: 'plan', count: 1 },
  ];
  const dry = await done(migrate('moved', { dryRun: true }));
  expect(dry).toEqual({
    ...{ from: { id: 'moved@1' }, to: { id: 'moved@2' }, dryRun: true, moved: 2, states, left: [], problems: [] },
  });
  expect((await story.read(asked)).flow.id).toBe('moved@1');
  expect(await done(migrate('moved'))).toEqual({ ...dry, dryRun: false });
  expect(await live('moved', 1)).toEqual([]);
  expect(await live('moved', 2)).toEqual([
    { state: 'plan', count: 1 },
    { state: 'servings', count: 1 },
  ]);

  expect(await story.read(planning)).toMatchObject({ flow: { id: 'moved@2' }, state: 'plan', slots: { servings: 4 } });
  expect(await story.read(over)).toMatchObject({ flow: { id: 'moved@1' }, status: 'COMPLETED' });
  const other = await story.another();
  expect((await other.send(asked, '2')).data.sendMessage.answer.text).toBe('For 2, then.');
  expect((await other.send(asked, 'thanks')).data.sendMessage.answer.text).toContain('Enjoy.');
  const facts = await story.facts(asked);
  expect(facts.filter(({ type }) => type === 'conversation_migrated').map(({ data }) => data)).toEqual([
    { conversation: asked, from: 'moved@1', fromState: 'ask', state: 'servings', flowVersion: 'moved@2' },
  ]);
  expect(facts.at(-1)).toMatchObject({ type: 'flow_completed', data: { version: 2, flowVersion: 'moved@2' } });
  // Again, and nothing is left to do.
  expect(await done(migrate('moved'))).toMatchObject({ moved: 0, left: [] });
  expect((await story.facts(asked)).length).toBe(facts.length);
});

test('a prompt keeps the version that it had when the conversation began', async () => {
  await publish('kept', supper, renamed);
  const id = await sitDown('kept', '4');
  const pinned = async () => {
    const { rows } = await story.store.sql<any>('select plan from exp.conversations where id = $1', [id]);
    return rows[0].plan.pins['chef@production'];
  };
  const before = await pinned();
  await story.store.sql(
    `update exp.conversations set plan = jsonb_set(plan::jsonb, '{pins,chef@production}', '"kept"') where id = $1`,
    [id],
  );
  expect(before).not.toBe('kept');
  await done(migrate('kept'));
  expect(await pinned()).toBe('kept');
});

describe('nothing moves', () => {
  test('when one stands where there is no image, until it is said where it goes on', async () => {
    await publish('lost', supper, forgetful);
    const [asked, planning] = [await sitDown('lost'), await sitDown('lost', '4')];
    const { codes, messages } = await migrate('lost');
    expect(codes).toEqual(['FLOW_MIGRATION_REFUSED']);
    expect(messages[0]).toContain('states.ask has no image');
    expect((await done(migrate('lost', { dryRun: true }))).problems).toEqual([
      { path: 'states.ask', message: expect.stringMatching(/has no image.*\(1 conversation\)/) },
      { path: 'slots.servings', message: expect.stringMatching(/would lose its value.*\(1 conversation\)/) },
    ]);
    expect((await story.read(planning)).flow.id).toBe('lost@1');
    const said = { states: [{ from: 'ask', to: 'plan' }], slots: [{ from: 'servings', to: null }] };
    expect(await done(migrate('lost', said))).toMatchObject({ moved: 2, left: [] });
    expect(await story.read(asked)).toMatchObject({ flow: { id: 'lost@2' }, state: 'plan', slots: {} });
  });

  test('when a slot does not take a live value any more', async () => {
    await publish('small', supper, smaller);
    const id = await sitDown('small', '4');
    const { codes, messages } = await migrate('small');
    expect(codes).toEqual(['FLOW_MIGRATION_REFUSED']);
    expect(messages[0]).toMatch(/slots\.servings has a value that "servings" does not take/);
    expect((await story.read(id)).flow.id).toBe('small@1');
  });

  test('when a prompt that comes new needs what was not given', async () => {
    await publishPrompt(story.store, 'guide', [
      { template: 'In {{ city }}.', variables: [{ name: 'city', required: true }] },
    ]);
    const plan = {
      ...supper.states.plan,
      prompt: { prompt_version_id: 'guide@1' },
    } as FlowDefinition['states'][string];
    await publish('guided', supper, { ...supper, states: { ...supper.states, plan } });
    const id = await sitDown('guided', '4');
    const { codes, messages } = await migrate('guided');
    expect(codes).toEqual(['FLOW_MIGRATION_REFUSED']);
    expect(messages[0]).toMatch(/prompts\.guide@1 cannot be rendered: .*city/);
    expect((await story.read(id)).flow.id).toBe('guided@1');
  });

  test.each<[string, object, string]>([
    ['a state that is not there', { states: [{ from: 'asc', to: 'plan' }] }, 'CONFIG_INVALID'],
    ['a slot that is not there', { slots: [{ from: 'serving', to: null }] }, 'CONFIG_INVALID'],
    ['a version that is not there', { to: 9 }, 'FLOW_NOT_FOUND'],
    ['the version itself', { to: 1 }, 'BAD_USER_INPUT'],
    ['a version that is no longer served', { to: 3 }, 'CONFIG_INVALID'],
  ])('for %s', async (_, more, code) => {
    await publish('astray', supper, renamed);
    await story.ask(
      `mutation { createFlowVersion(input: { flow: "astray", number: 3, status: ARCHIVED, definition: {
        initial: "done", states: { done: { final: "x" } } } }) { id } }`,
    );
    expect((await migrate('astray', more)).codes).toEqual([code]);
  });

  test('without the scope edit', async () => {
    const who = { subject: 'app', scopes: ['read', 'converse', 'assign'] } as never;
    expect((await story.ask(mutation, { flow: 'moved' }, who)).codes).toEqual(['FORBIDDEN']);
  });
});

test('a turn that runs ends as it began, and its conversation goes over the next time', async () => {
  await publish('busy', holding, {
    ...holding,
    states: { ...holding.states, done: { final: 'said', say: 'Goodbye!' } },
  });
  const id = await sitDown('busy');
  const before = held().waiting;
  const answer = story.send(id, 'Hi');
  await until(() => held().waiting > before);
  const other = await story.another();
  expect(await done(migrate('busy', {}, other))).toMatchObject({
    moved: 0,
    left: [{ reason: 'BUSY', count: 1, conversations: [id] }],
  });
  held().release();
  expect((await answer).data.sendMessage.status).toBe('COMPLETED');
  expect((await story.read(id)).flow.id).toBe('busy@1');
  expect(await done(migrate('busy', {}, other))).toMatchObject({ moved: 1, left: [] });
  expect(await story.read(id)).toMatchObject({ flow: { id: 'busy@2' }, state: 'there' });
});

test('what an experiment compares stays, and is told', async () => {
  await publish('compared', supper, renamed);
  const id = await sitDown('compared');
  await story.store.sql(`update exp.conversations set experiment = 'e', variant = 'v', arm = 'a' where id = $1`, [id]);
  const left = [{ reason: 'EXPERIMENT', count: 1, conversations: [id] }];
  expect(await done(migrate('compared', { dryRun: true }))).toMatchObject({ moved: 0, left });
  expect(await done(migrate('compared'))).toMatchObject({ moved: 0, left });
  expect(await story.read(id)).toMatchObject({ flow: { id: 'compared@1' }, state: 'ask' });
});

test('timers go over too: of a conversation that a person has they stand still, and none is idle before its own', async () => {
  const waiting = (after: string): FlowDefinition => ({
    initial: 'ask',
    slots: { thing: text },
    states: {
      ask: { collect: 'thing', ask: 'What?', after: { [after]: 'done' }, next: 'done' },
      done: { final: 'said' },
    },
  });
  await publish('timed', waiting('PT10M'), waiting('P2D'));
  const [alone, taken] = [await sitDown('timed'), await sitDown('timed')];
  const agent = { subject: 'desk', scopes: ['agent'] } as never;
  await story.ask(`mutation { handOff(conversation: "${taken}") { id } }`, {}, agent);
  expect(await done(migrate('timed'))).toMatchObject({ moved: 2, left: [] });
  const row = async (id: string) => {
    const { rows } = await story.store.sql<any>(
      'select status, wake_at, expires_at >= wake_at as "isIdleLater" from exp.conversations where id = $1',
      [id],
    );
    return rows[0];
  };
  expect(await row(alone)).toEqual({ status: 'ACTIVE', wake_at: expect.any(Date), isIdleLater: true });
  expect(await row(taken)).toEqual({ status: 'HANDED_OFF', wake_at: null, isIdleLater: null });
  await story.ask(`mutation { handBack(conversation: "${taken}") { id } }`, {}, agent);
  expect(await row(taken)).toEqual({ status: 'ACTIVE', wake_at: expect.any(Date), isIdleLater: true });
});

describe('a thousand conversations', () => {
  const many = async (flow: string) => {
    await publish(flow, supper, renamed);
    const id = await sitDown(flow);
    await story.store.sql(
      `insert into exp.conversations select (jsonb_populate_record(c, jsonb_build_object('id', c.id || '-' || n))).*
         from exp.conversations c, generate_series(2, 1000) n where c.id = $1`,
      [id],
    );
  };
  const versions = async (flow: string) => {
    const { rows } = await story.store.sql<{ flow_version: string; count: string }>(
      `select flow_version, count(*) as count from exp.conversations
       where flow = $1 and flow_version = plan #>> '{flow,reference}'
         and flow_state ->> 'state' = case flow_version when $1 || '@1' then 'ask' else 'servings' end
       group by 1 order by 1`,
      [flow],
    );
    return Object.fromEntries(rows.map(({ flow_version, count }) => [flow_version, Number(count)]));
  };
  const events = async (flow: string) => {
    const { rows } = await story.store.sql<{ count: string }>(
      `select count(*) as count from exp.events where type = 'conversation_migrated' and data ->> 'from' = $1`,
      [`${flow}@1`],
    );
    return Number(rows[0]!.count);
  };

  test('move, each once, while two processes do it at the same time', async () => {
    await many('thousand');
    const other = await story.another();
    const results = await Promise.all([done(migrate('thousand')), done(migrate('thousand', {}, other))]);
    const third = await done(migrate('thousand'));
    expect(results.reduce((sum, { moved }) => sum + moved, third.moved)).toBe(1_000);
    expect(third.left).toEqual([]);
    expect(await versions('thousand')).toEqual({ 'thousand@2': 1_000 });
    expect(await events('thousand')).toBe(1_000);
  }, 60_000);

  test('that are interrupted in the middle are each on the one or the other, and doing it again completes it', async () => {
    await many('interrupted');
    await story.store.sql(`create function exp.interrupt() returns trigger language plpgsql as $$ begin
      if (select count(*) from exp.events where data ->> 'from' = 'interrupted@1') >= 300
      then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$`);
    await story.store.sql(`create trigger interrupt before update on exp.conversations
      for each row when (old.flow = 'interrupted') execute function exp.interrupt()`);
    expect((await migrate('interrupted')).messages).toHaveLength(1);
    expect(await versions('interrupted')).toEqual({ 'interrupted@1': 700, 'interrupted@2': 300 });
    expect(await events('interrupted')).toBe(300);
    await story.store.sql('drop trigger interrupt on exp.conversations');
    expect(await done(migrate('interrupted'))).toMatchObject({ moved: 700 });
    expect(await versions('interrupted')).toEqual({ 'interrupted@2': 1_000 });
    expect(await events('interrupted')).toBe(1_000);
  }, 60_000);
});

test('a version that is drained takes no new conversations, and those that run go on to their end', async () => {
  await publish('drained', supper);
  const id = await sitDown('drained');
  const { data } = await story.ask(
    'mutation { setFlowVersionStatus(flow: "drained", version: 1, status: DRAINING) { status live { count } } }',
  );
  expect(data.setFlowVersionStatus).toEqual({ status: 'DRAINING', live: [{ count: 1 }] });
  for (const flow of ['drained', 'drained@1']) {
    const { codes } = await story.start({ experiment: null, flow, unit: 'ana' });
    expect(codes).toEqual(['FLOW_NOT_FOUND']);
  }
  await story.send(id, '2');
  expect((await story.send(id, 'thanks')).data.sendMessage.answer.text).toContain('Enjoy.');
  expect(await live('drained', 1)).toEqual([]);
});
