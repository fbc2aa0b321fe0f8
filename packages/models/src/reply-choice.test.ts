import { chooseReply } from './reply-choice';
import { say } from './testing/ask';

const replies = [
  { when: [], reply: 'general 1' },
  { when: ['vegan', 'vegetarian'], reply: 'plants' },
  { when: ['budget', 'cheap', 'save money'], reply: 'money' },
  { when: ['quick', 'vegan'], reply: 'quick plants' },
  { when: [], reply: 'general 2' },
];

test.each([
  ['I am vegan', 'plants', 'of equals the first'],
  ['Something quick and vegan!', 'quick plants', 'two words beat one'],
  ['How do I save some money?', 'general 1', 'a phrase counts only whole'],
  ['How do I SAVE money on cheap food?', 'money', 'phrases and words add up'],
  ['Hello', 'general 1', 'nothing fits'],
  ['cheap cheap cheap vegan', 'plants', 'a word counts once'],
])('%j gets %j: %s', (text, reply) => expect(chooseReply(replies, [say('user', text)])?.reply).toBe(reply));

test('what fits nothing gets the general replies in turn, by the number of earlier questions', () => {
  const messages = [say('system', 'Be kind.')];
  const given: (string | undefined)[] = [];
  for (const text of ['Hm', 'I am vegan', 'Hm', 'Hm']) {
    messages.push(say('user', text));
    given.push(chooseReply(replies, messages)?.reply);
    messages.push(say('assistant', given.at(-1)!));
  }
  expect(given).toEqual(['general 1', 'plants', 'general 1', 'general 2']);
});

test('only what the user said last counts', () => {
  const messages = [say('user', 'vegan'), say('assistant', 'cheap and quick'), say('user', 'budget')];
  expect(chooseReply(replies, messages)?.reply).toBe('money');
});

test('without general replies all take turns; without any there is none', () => {
  const special = replies.filter(({ when }) => when.length > 0);
  expect(chooseReply(special, [say('user', 'Hm'), say('user', 'Hm')])?.reply).toBe('money');
  expect(chooseReply(special, [])?.reply).toBe('plants');
  expect(chooseReply([], [say('user', 'Hm')])).toBeUndefined();
});
