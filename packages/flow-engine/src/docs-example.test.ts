import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { usualCorrectionWords } from './correction-words';
import type { FlowDefinition } from './definition';
import { bare, playFlow } from './testing/play-flow';
import { verifyFlow } from './verify/verify-flow';

const page = readFileSync(path.join(__dirname, '../../../docs/conversation-flows.md'), 'utf8');
const examples = [...page.matchAll(/```yml\n([\s\S]*?)```/g)].map(([, text]) => parse(text!) as FlowDefinition);
const table = examples.find(({ description }) => description?.startsWith('Books a table'))!;
const surroundings = { ...bare, variables: { suggested_day: '2026-05-03' } };
const silence = { type: 'TIMER', timer: 'no_input', at: 120_000 };

test.each<[what: string, said: (string | typeof silence)[], last: string[]]>([
  ['an answer', ['we are 4'], ['guests = 4', '> ask_email', 'And your email address?']],
  ['what is not understood', ['hm', 'well'], ['How many people?']],
  ['what is refused', ['200'], ['It can be at most 12.']],
  ['silence', [silence], ['Are you still there?']],
  ['an interruption', ['your opening hours?'], ['We are open from noon to ten.', 'How many of you will come?']],
  ['the end', ['please cancel'], ['> cancelled', 'Another time.', 'END cancelled']],
  [
    'a correction',
    ['4', 'no, I meant 5'],
    ['guests = 5', 'I have changed that.', '> ask_email', 'And your email address?'],
  ],
  ['a rule', ['4', 'a@b.invalid'], ['That address is made up.']],
  [
    'the last answer',
    ['4', 'it is a@b.example'],
    ['email = "a@b.example"', '> booked', 'A table for 4 on 2026-05-03.', 'END completed'],
  ],
])('the page’s flow understands %s', (_, said, last) =>
  expect(playFlow(table, said, { surroundings }).steps.at(-1)).toEqual(last),
);

test('it has nothing wrong', () => expect(verifyFlow(table)).toEqual([]));

test('the words of corrections are those that the page names', () => {
  const [named = ''] = page.split('\n').filter((line) => line.startsWith('The words are, in English'));
  const words = [...named.matchAll(/`([^`]+)`/g)].map(([, word]) => word!);
  expect(words.filter((word) => !word.startsWith('correction.') && !word.startsWith('correction:'))).toEqual(
    usualCorrectionWords,
  );
});
