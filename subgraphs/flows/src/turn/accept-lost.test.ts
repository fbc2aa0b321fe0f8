import type { Sql } from '@trialogue/store';
import { tell } from '../testing/story';
import type { TurnStep } from './turn-steps';

let story: Awaited<ReturnType<typeof tell>>;
let process: Awaited<ReturnType<typeof story.another>>;
let loseAfter: { readonly step: TurnStep; readonly conversation: string } | undefined;
beforeAll(async () => {
  story = await tell();
  process = await story.another({
    async checkpoint(step) {
      if (step !== loseAfter?.step) return;
      const { conversation } = loseAfter;
      loseAfter = undefined;
      await lose(story.store.sql, conversation);
    },
  });
});
afterAll(() => story.end());

/** What a crash of the server leaves of a conversation's first turn whose Accept had not reached the disk. */
async function lose(sql: Sql, conversation: string): Promise<void> {
  await sql(
    `with t as (delete from exp.turns where conversation = $1),
          m as (delete from exp.messages where conversation = $1 and turn > 0),
          e as (delete from exp.events where data->>'conversation' = $1 and type = 'message_sent' returning unit, id),
          i as (delete from exp.event_ids i using e where i.unit = e.unit and i.id = e.id)
     update exp.conversations set fence = fence - 1, turn_count = 0, lease_until = null where id = $1`,
    [conversation],
  );
}

test.each(['accepted', 'started', 'executed'] as const)(
  'a message whose Accept is lost after “%s” is accepted anew and answered once',
  async (step) => {
    const id = await process.startWith('recall');
    loseAfter = { step, conversation: id };
    const { sendMessage } = (await process.send(id, 'Hello?', 'once')).data;
    expect(loseAfter).toBeUndefined();
    expect(sendMessage).toMatchObject({ number: 1, status: 'COMPLETED', question: { text: 'Hello?' } });
    expect((await process.send(id, 'Hello?', 'once')).data.sendMessage).toMatchObject({ number: 1 });
    expect((await story.read(id)).messages.edges).toHaveLength(2);
    const facts = (await story.facts(id)).filter(({ type }) => type === 'message_sent');
    expect(facts).toHaveLength(2);
  },
);

test('a conversation that another process has moved on is read again', async () => {
  const id = await story.startWith('recall');
  for (const [index, one] of [process, story, process, story, process].entries())
    expect((await one.send(id, `Message ${index}`)).data.sendMessage).toMatchObject({
      number: index + 1,
      status: 'COMPLETED',
    });
});
