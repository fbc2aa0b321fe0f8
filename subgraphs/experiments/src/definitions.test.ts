import { assign } from '@trialogue/assignment';
import { unitTag } from '@trialogue/assignment/unit-tag';
import { until } from '@trialogue/store/testing';
import { publishExperiment } from './testing/published';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';
import { watchDefinitions } from './testing/watching';

let on: StartedExperiments;
let now: Date;
beforeEach(async () => {
  now = new Date();
  on = await startExperiments({ clock: () => now });
  await publishExperiment(on.store, 'one');
  await publishExperiment(on.store, 'two', { traffic: 0.5 });
});
afterEach(() => on.close());

const document = `query ($experiments: [ID!]) { definitions(experiments: $experiments) {
  version complete stale removed experiments { key release isFlag snapshot } } }`;
const keys = ({ experiments }: any) => experiments.map(({ key }: any) => key);

test('what there is now is all that assigning takes, and nothing of what is executed', async () => {
  const variants = ['a', 'b'].map((key) => ({
    ...{ key, weight: 1, isControl: key === 'a', executionStrategy: 'prompt_template', arm: `arm-${key}` },
    ...{ config: { prompt_config: { secret: 'prompt' } }, pins: { 'meal@1': 'hash' } },
  }));
  const other = on.store.releases.head<any>('experiment', 'one')!.body;
  const prerequisites = [{ experiment: { ...other, variants }, variants: ['a'] }];
  const release = await publishExperiment(on.store, 'three', { variants, prerequisites });
  const definitions = await on.done(document);
  expect(definitions).toMatchObject({ complete: true, stale: false, removed: [] });
  expect(keys(definitions)).toEqual(['one', 'three', 'two']);
  expect(definitions.experiments.map(({ isFlag }: any) => isFlag)).toEqual([true, false, true]);
  expect(JSON.stringify(definitions)).not.toMatch(/secret|config|pins/);
  const [three] = (await on.done(document, { experiments: ['three', 'nothing'] })).experiments;
  expect(three.release).toBe(release);
  const whole = on.store.releases.head<any>('experiment', 'three')!.body;
  for (const unit of ['u1', 'u2', 'u3', 'u4', 'u5']) {
    const { variant, ...rest } = assign(whole, { unit });
    expect(assign(three.snapshot, { unit })).toMatchObject({ ...rest, variant: variant && { key: variant.key } });
  }
});

test('whoever may only assign is not told which units are named, by a question or a subscription', async () => {
  const overrides = { 'anna@example.com': 'b' };
  const other = { ...on.store.releases.head<any>('experiment', 'one')!.body, overrides };
  await publishExperiment(on.store, 'named', { overrides, prerequisites: [{ experiment: other, variants: ['b'] }] });
  const { data } = await on.ask(document, { experiments: ['named'] }, ['assign']);
  const watched = await watchDefinitions(on.subgraph, { experiments: ['named'] });
  for (const { experiments } of [(data as any).definitions, await watched.next()]) {
    const [{ snapshot }] = experiments;
    expect(JSON.stringify(snapshot)).not.toContain('anna');
    const { salt } = on.store.releases.head<any>('experiment', 'named')!.body;
    expect(snapshot.taggedOverrides).toEqual({ [unitTag(salt)('anna@example.com')]: 'b' });
    expect(Object.values(snapshot.prerequisites[0].experiment.taggedOverrides)).toEqual(['b']);
  }
  const [{ snapshot }] = (await on.done(document, { experiments: ['named'] })).experiments;
  expect([snapshot.overrides, snapshot.taggedOverrides]).toEqual([overrides, undefined]);
});

test('a subscriber gets what there is, then what changes, then what is gone', async () => {
  const watched = await watchDefinitions(on.subgraph);
  const first = await watched.next();
  expect(first).toEqual(await on.done(document));
  const release = await publishExperiment(on.store, 'two', { traffic: 1 });
  expect(await watched.next()).toMatchObject({ complete: false, removed: [], experiments: [{ key: 'two', release }] });
  await on.store.transaction((sql) => on.store.releases.withdraw(sql, 'experiment', 'one'));
  expect(await watched.next()).toMatchObject({ complete: false, removed: ['one'], experiments: [] });
  await watched.end();
  expect(await watched.next()).toBe('over');
});

test('however much changes while a subscriber does not ask, it is one answer', async () => {
  const watched = await watchDefinitions(on.subgraph);
  await watched.next();
  for (let number = 1; number <= 20; number++) {
    await publishExperiment(on.store, 'one', { allocation: number });
    await publishExperiment(on.store, `new-${number}`);
  }
  const news = await watched.next();
  expect(keys(news)).toHaveLength(21);
  expect(news.experiments.find(({ key }: any) => key === 'one').snapshot.allocation).toBe(20);
  expect(news.version).toBe((await on.done(document)).version);
});

test('who asks for some experiments is not woken by others', async () => {
  const watched = await watchDefinitions(on.subgraph, { experiments: ['two', 'later'] });
  expect(keys(await watched.next())).toEqual(['two']);
  const next = watched.next();
  await publishExperiment(on.store, 'one', { traffic: 0.1 });
  await publishExperiment(on.store, 'later');
  expect(keys(await next)).toEqual(['later']);
});

test('whoever resumes gets what has changed since, and nothing when nothing has', async () => {
  const { version } = await on.done(document);
  await publishExperiment(on.store, 'two', { traffic: 1 });
  const resumed = await watchDefinitions(on.subgraph, { after: version });
  const news = await resumed.next();
  expect(news).toMatchObject({ complete: false, experiments: [{ key: 'two' }] });
  const silent = await watchDefinitions(on.subgraph, { after: news.version });
  const next = silent.next();
  await publishExperiment(on.store, 'one', { traffic: 0.9 });
  expect(keys(await next)).toEqual(['one']);
});

test('a position that another process has reached is reached here too', async () => {
  const { version } = await on.done(document);
  const [timeline, rev] = version.split('-').map(Number);
  const body = { ...on.store.releases.head<any>('experiment', 'one')!.body, traffic: 0.25 };
  await on.store.transaction((sql) =>
    on.store.releases.publish(sql, { kind: 'experiment', key: 'one', schema: 1, body }),
  );
  const watched = await watchDefinitions(on.subgraph, { after: `${timeline}-${rev + 1}` });
  await publishExperiment(on.store, 'two', { traffic: 1 });
  expect(await watched.next()).toMatchObject({ complete: false, experiments: [{ key: 'two' }] });
});

test.each(['7-1', '1-999999', '0-0'])('a position that means nothing here (%s) gets all there is', async (after) => {
  const watched = await watchDefinitions(on.subgraph, { after });
  expect(await watched.next()).toMatchObject({ complete: true, experiments: [{ key: 'one' }, { key: 'two' }] });
});

test.each(['', 'x', '1', '1-', '1-2-3', '1e3-1'])('“%s” is no position', async (after) => {
  await expect(watchDefinitions(on.subgraph, { after })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
});

test('more than a thousand keys are refused', async () => {
  const experiments = Array.from({ length: 1_001 }, (_, index) => `e${index}`);
  expect((await on.ask(document, { experiments })).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
});

test('with Postgres away, what is known is served as stale; subscribers stay, and hear what follows', async () => {
  const watched = await watchDefinitions(on.subgraph);
  const { version } = await watched.next();
  const next = watched.next();
  await on.way.cut();
  try {
    await until(async () => (await on.done(document)).stale);
    expect(keys(await on.done(document))).toEqual(['one', 'two']);
  } finally {
    await on.way.mend();
  }
  await until(async () => !(await on.done(document)).stale);
  await publishExperiment(on.store, 'one', { traffic: 0.3 });
  const news = await next;
  expect(keys(news)).toEqual(['one']);
  expect(news.version).not.toBe(version);
});

test('what was stopped without a winner leaves after seven days, and a winner stays', async () => {
  const { version } = await on.done(document);
  await publishExperiment(on.store, 'one', { status: 'STOPPED' });
  await publishExperiment(on.store, 'two', { status: 'STOPPED', winner: 'a' });
  const later = (days: number) => {
    now = new Date(Date.now() + days * 86_400_000);
  };
  later(6);
  expect(keys(await on.done(document))).toEqual(['one', 'two']);
  later(8);
  expect(keys(await on.done(document))).toEqual(['two']);
  const resumed = await watchDefinitions(on.subgraph, { after: version });
  expect(await resumed.next()).toMatchObject({ experiments: [{ key: 'two' }], removed: ['one'] });
});

test('who leaves is let go', async () => {
  const watched = await watchDefinitions(on.subgraph);
  await watched.next();
  const next = watched.next();
  watched.leave();
  expect(await next).toBe('over');
});
