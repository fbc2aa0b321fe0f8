import type { FlowDefinition } from '@trialogue/flow-engine';
import { publishPrompt } from './content';
import { publishFlow } from './flows';
import type { ProcessOptions } from './process';
import { type Acts, tell } from './story';

/** What the strategies `price`, `buy`, `forecast`, `book` and `reserve` of the plugin `odd` have done. */
export const deeds = (): { did: string; text: string; id: string }[] => (globalThis as any).deedsOfStrategies;

const text = { schema: { type: 'string', maxLength: 100 } };

/** Asks what is wanted and calls two strategies in the turn of the answer, then talks as the prompt `clerk`. */
export const shop: FlowDefinition = {
  initial: 'ask',
  slots: { thing: text, amount: { schema: { type: 'number' } }, receipt: text },
  states: {
    ask: { collect: 'thing', ask: 'What do you want?', next: 'look' },
    look: {
      call: { strategy: 'price', config: { factor: 2 }, input: { text: 'slots.thing' }, within: 'PT1S' },
      save: { amount: 'result.amount' },
      next: 'offer',
      failed: 'unknown',
    },
    offer: { say: 'It is {{ slots.amount }}.', next: 'pay' },
    pay: {
      call: { strategy: 'buy', input: { text: 'slots.thing' } },
      save: { receipt: 'result.receipt' },
      next: 'paid',
      failed: 'unpaid',
    },
    paid: { say: 'Here is your {{ slots.receipt }}.', next: 'talk' },
    talk: { prompt: { prompt_version_id: 'clerk@1' }, until: 'text.contains("bye")', next: 'done' },
    unknown: { final: 'unknown', say: 'We do not have that.' },
    unpaid: { final: 'unpaid', say: 'That could not be paid.' },
    done: { final: 'sold', say: 'Good bye.' },
  },
};

export async function tellOfShop(options: ProcessOptions = {}) {
  const story = await tell(options);
  await publishPrompt(story.store, 'clerk', [{ replies: [{ when: [], reply: 'You are welcome.' }] }]);
  await publishFlow(story.store, 'shop', [{ definition: shop }]);
  return { ...story, enter: (input: object = {}) => enterWith(story, input) };
}

/** Starts with the flow `shop`, or with what the input says instead; answers the conversation. */
export const enterWith = async ({ start }: Pick<Acts, 'start'>, input: object = {}) =>
  (await start({ experiment: null, flow: 'shop', unit: 'ana', ...input })).data.startConversation;
