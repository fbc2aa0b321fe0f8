import type { FlowDefinition } from '@trialogue/flow-engine';
import { publishPrompt } from '../testing/content';
import { publishFlow } from '../testing/flows';
import { tell } from '../testing/story';
import { kindsOf } from '../testing/supper';

const who: FlowDefinition = {
  initial: 'name',
  slots: { name: { schema: { type: 'string', maxLength: 50 } } },
  states: {
    name: { collect: 'name', ask: 'Your name?', next: 'chat' },
    chat: { prompt: { prompt_version_id: 'greeter@production' }, until: 'true', next: 'known' },
    known: { final: 'known' },
  },
};
const visit: FlowDefinition = {
  initial: 'hello',
  slots: { guest: { schema: { type: 'string', maxLength: 50 } } },
  states: {
    hello: { say: 'Welcome.', next: 'identify' },
    identify: {
      flow: 'who',
      save: { guest: 'result.name' },
      next: [{ when: 'outcome == "known"', to: 'done' }, { to: 'stranger' }],
    },
    done: { final: 'greeted', say: 'Come in, {{ slots.guest }}.' },
    stranger: { final: 'refused' },
  },
};

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell();
  await publishPrompt(story.store, 'greeter', [{ replies: [{ when: [], reply: 'Nice to meet you.' }] }]);
  await publishFlow(story.store, 'visit', [
    { definition: visit, flows: { who: { version: 'who@1', definition: who } } },
  ]);
});
afterAll(() => story.end());

test('a conversation within a sub-flow goes on in another process, with what was pinned, and returns', async () => {
  const first = await story.another();
  const { id, state, cursor } = (await first.start({ experiment: null, flow: 'visit' })).data.startConversation;
  expect(state).toBe('identify');
  expect((await first.send(id, 'Ana')).data.sendMessage.status).toBe('COMPLETED');
  await first.close();
  const { rows } = await story.store.sql<any>('select flow_state from exp.conversations where id = $1', [id]);
  expect(rows[0].flow_state).toMatchObject({ flow: 'who@1', state: 'chat', slots: { name: 'Ana' } });
  expect(JSON.stringify(rows[0].flow_state).length).toBeLessThan(500);

  // What the name means by now is another thing.
  await publishFlow(story.store, 'who', [{ definition: { initial: 'no', states: { no: { final: 'unknown' } } } }]);
  const second = await story.another();
  const followed = await second.follow(id, cursor);
  const turn = (await second.send(id, 'Hello')).data.sendMessage;
  expect(turn.answer.text).toBe('Nice to meet you.\n\nCome in, Ana.');
  expect(await second.read(id)).toMatchObject({ status: 'COMPLETED', outcome: 'greeted', slots: { guest: 'Ana' } });
  await followed.until('end');
  const entered = followed.events.filter(({ __typename }) => __typename === 'StateEntered');
  expect(entered.map(({ state: name, flow }) => [name, flow])).toEqual([
    ['chat', 'who@1'],
    ['known', 'who@1'],
    ['done', null],
  ]);
  expect(kindsOf(followed.events)).toContain('MessageCompleted');
  const executed = (await story.facts(id)).filter(({ type }) => type === 'execution_completed');
  expect(executed.map(({ data }) => data.promptVersion)).toEqual([undefined, 'greeter@1']);
});
