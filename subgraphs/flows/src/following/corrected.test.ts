import type { FlowDefinition } from '@trialogue/flow-engine';
import { publishFlow } from '../testing/flows';
import { tell } from '../testing/story';

const booking: FlowDefinition = {
  initial: 'guests',
  slots: {
    guests: { description: 'People at the table.', schema: { type: 'integer', minimum: 1, maximum: 12 } },
    email: { schema: { type: 'string', format: 'email' }, write: ['user'] },
    city: { schema: { type: 'string' }, prefill: 'variables.home' },
  },
  on: [
    { when: 'text.contains("open")', say: 'From noon to ten.' },
    { when: 'text.contains("cancel")', to: 'cancelled' },
  ],
  correction: { say: 'Noted.' },
  states: {
    guests: { collect: 'guests', ask: 'How many?', next: 'email' },
    email: { collect: 'email', ask: 'Your email?', no_match: 'An address, please.', next: 'done' },
    done: { final: 'booked', say: 'A table for {{ slots.guests }} in {{ slots.city }}.' },
    cancelled: { final: 'cancelled', say: 'Another time.' },
  },
};

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell();
  await publishFlow(story.store, 'booking', [{ definition: booking }]);
});
afterAll(() => story.end());

const start = (variables: object = {}) => story.start({ experiment: null, flow: 'booking', unit: 'ana', variables });
const answerTo = async (id: string, text: string) => (await story.send(id, text)).data.sendMessage.answer.text;

test('what was collected is corrected in another process, and the conversation goes on from there', async () => {
  const { id } = (await start({ home: 'Berlin' })).data.startConversation;
  expect(await story.read(id)).toMatchObject({ state: 'guests', slots: { city: 'Berlin' } });
  expect(await answerTo(id, 'we are 4')).toBe('Your email?');
  expect(await answerTo(id, 'Are you open?')).toBe('From noon to ten.\n\nYour email?');
  expect(await answerTo(id, 'what for')).toBe('An address, please.');

  const other = await story.another();
  const corrected = (await other.send(id, 'no, I meant 5 people')).data.sendMessage;
  expect(corrected.answer.text).toBe('Noted.\n\nYour email?');
  expect(await other.read(id)).toMatchObject({ state: 'email', slots: { guests: 5, city: 'Berlin' } });
  await other.close();
  expect(await answerTo(id, 'it is ana@example.com, thanks')).toBe('A table for 5 in Berlin.');
  expect(await story.read(id)).toMatchObject({ status: 'COMPLETED', outcome: 'booked' });
});

test('a conversation is cancelled by what the user says', async () => {
  const { id } = (await start()).data.startConversation;
  expect(await answerTo(id, 'please cancel')).toBe('Another time.');
  expect(await story.read(id)).toMatchObject({ status: 'COMPLETED', outcome: 'cancelled' });
});

test('a slot that only the user writes is not given at the start', async () =>
  expect((await start({ email: 'ana@example.com' })).codes).toEqual(['FLOW_INVALID']));
