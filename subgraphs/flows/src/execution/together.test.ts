import { execute, publishOdd, written } from '../testing/executing';
import { tell } from '../testing/story';

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell();
  for (const strategy of ['mute', 'fills', 'book']) await publishOdd(story.store, strategy);
});
afterAll(() => story.end());

test('of many at once each is written once, whole and with its own end', async () => {
  const units = Array.from({ length: 40 }, (_, index) => `unit-${index % 30}`); // ten of them twice
  const answers = await Promise.all(units.map((unit) => execute(story, { unit })));
  expect(answers.map(({ data }) => [data.execute.unit, data.execute.status])).toEqual(
    units.map((unit) => [unit, 'COMPLETED']),
  );
  const { executions, exposures, ends } = await written(story.store, 'meals');
  expect([executions.length, exposures.length, ends.length]).toEqual([40, 30, 40]);
  for (const { data } of answers) {
    const { id, unit, output } = data.execute;
    expect(executions.find((row) => row.id === id)).toMatchObject({
      unit,
      status: 'COMPLETED',
      output,
      lease_until: null,
    });
    expect(ends.filter((event) => event.data.execution === id)).toMatchObject([{ unit, type: 'execution_completed' }]);
  }
});

test('what the log refuses of one costs none of those beside it', async () => {
  const names = ['mute', 'fills', 'mute', 'fills', 'mute', 'mute'];
  const answers = await Promise.all(
    names.map((experiment, index) => execute(story, { experiment, unit: `u${index}` })),
  );
  expect(answers.map(({ data }) => data.execute.status)).toEqual(names.map(() => 'COMPLETED'));
  for (const [name, count] of Object.entries({ mute: 4, fills: 2 }))
    expect((await written(story.store, name)).ends).toHaveLength(count);
});

test('only what must not happen twice waits for the disk before it begins', async () => {
  const statements = jest.spyOn(story.store, 'sql');
  await execute(story, { unit: 'm' }); // of a prompt, which may be asked again
  await execute(story, { experiment: 'book', unit: 'b' });
  const begun = statements.mock.calls.filter(
    ([asked]) => typeof asked !== 'string' && asked.name === 'accept_executions',
  );
  expect(begun.map(([, params]) => params![2])).toEqual([false, true]);
  statements.mockRestore();
});
