import { correctionReader, usualCorrectionWords } from './correction-words';
import type { SlotDefinition } from './definition';
import { type Correctable, type Corrected, correctionsOf } from './read-correction';

const slots: { readonly [slot: string]: SlotDefinition } = {
  servings: { description: 'People at the table.', schema: { type: 'integer', minimum: 1, maximum: 12 } },
  age: { schema: { type: 'integer', minimum: 0, maximum: 120 } },
  diet: { description: 'What the household eats.', schema: { enum: ['vegetarian', 'vegan', 'everything'] } },
  email: { description: 'Where the answer goes.', schema: { type: 'string', format: 'email' } },
  orderNumber: { description: 'As on the invoice.', schema: { type: 'string', pattern: '^NW-[0-9]{6}$' } },
  name: { description: 'How to call you.', schema: { type: 'string' } },
  details: { description: 'What happened.', schema: { type: 'string' } },
  delivery_date: { schema: { type: 'string', format: 'date' } },
  sure: { schema: { type: 'boolean' } },
};
const correct = correctionsOf(slots);
const all = ['name', 'servings', 'diet', 'email', 'orderNumber', 'delivery_date'];
const asking = (asked: string, ...collected: string[]): Correctable => ({ asked, collected });

test.each<[text: string, about: Correctable, corrected: Corrected | undefined, why: string]>([
  ['no, I meant 42', asking('diet', 'age'), { slot: 'age', value: 42 }, 'the last slot that takes it'],
  ['No I meant 5', asking('email', 'age', 'servings'), { slot: 'servings', value: 5 }, 'the last of two that take it'],
  ['I meant 42', asking('email', 'age', 'servings'), { slot: 'age', value: 42 }, 'the last one does not take it'],
  ['actually 5 people', asking('diet', 'servings'), { slot: 'servings', value: 5 }, 'a value with a unit'],
  ['actually 5 people', asking('diet', 'servings', 'age'), { slot: 'servings', value: 5 }, 'a word of its description'],
  [
    'actually 5 people',
    asking('age', 'servings'),
    { slot: 'servings', value: 5 },
    'the same, though the asked one takes it',
  ],
  ['sorry, I meant vegan', asking('email', 'servings', 'diet'), { slot: 'diet', value: 'vegan' }, 'an option'],
  ['Oh, sorry, wait: I meant vegan!', asking('email', 'diet'), { slot: 'diet', value: 'vegan' }, 'three openings'],
  ['change my email to x@y.de', asking('age', ...all), { slot: 'email', value: 'x@y.de' }, 'it is named'],
  [
    'Please change the e-mail to x@y.de',
    asking('age', ...all),
    { slot: 'email', value: 'x@y.de' },
    'the same with a hyphen',
  ],
  ['change my email address to x@y.de', asking('age', ...all), undefined, 'a word that no slot has'],
  ['actually my email is x@y.de', asking('details', ...all), { slot: 'email', value: 'x@y.de' }, 'it is named before'],
  [
    'correction: order number: NW-123456',
    asking('age', ...all),
    { slot: 'orderNumber', value: 'NW-123456' },
    'a name of two words',
  ],
  [
    'change the delivery date to 3 May 2026',
    asking('age', ...all),
    { slot: 'delivery_date', value: '2026-05-03' },
    'a date',
  ],
  ['actually, my name is Bob', asking('age', ...all), { slot: 'name', value: 'Bob' }, 'a free text is named'],
  ['change my name to Bob', asking('age', ...all), { slot: 'name', value: 'Bob' }, 'the same'],
  ['change it to 5', asking('diet', 'servings'), { slot: 'servings', value: 5 }, 'no name is a name'],
  ['Actually, make it 5!', asking('diet', 'servings'), { slot: 'servings', value: 5 }, 'words that leave the number'],
  ['ändere das in vegan', asking('email', 'diet'), { slot: 'diet', value: 'vegan' }, 'the same in German'],
  ['ich meinte 5', asking('diet', 'servings'), { slot: 'servings', value: 5 }, 'German'],
  ['Nein, ich wollte sagen vegan', asking('email', 'diet'), { slot: 'diet', value: 'vegan' }, 'German'],
  ['Bitte ändere die email in x@y.de', asking('age', ...all), { slot: 'email', value: 'x@y.de' }, 'German'],
  [
    'a\u0308ndere meine email auf x@y.de',
    asking('age', ...all),
    { slot: 'email', value: 'x@y.de' },
    'German, decomposed',
  ],
  ['non, je voulais dire 5', asking('diet', 'servings'), { slot: 'servings', value: 5 }, 'French'],
  ['en fait 5', asking('diet', 'servings'), { slot: 'servings', value: 5 }, 'French'],
  ['remplace email par x@y.fr', asking('age', ...all), { slot: 'email', value: 'x@y.fr' }, 'French'],
  ['perdón, quise decir 5', asking('diet', 'servings'), { slot: 'servings', value: 5 }, 'Spanish'],
  ['cambia mi email a x@y.es', asking('age', ...all), { slot: 'email', value: 'x@y.es' }, 'Spanish'],
  ['I meant \u200f42\u200f', asking('diet', 'age'), { slot: 'age', value: 42 }, 'marks of direction'],
  ['sorry, I meant 20', asking('age', 'servings'), { answer: '20' }, 'only what is asked for takes it'],
  ['actually yes', asking('sure', 'servings'), { answer: 'yes' }, 'the same'],
  ['no, I meant my email is x@y.de', asking('email', 'servings'), { answer: 'x@y.de' }, 'what is asked for is named'],

  ['no, I meant 5', asking('age', 'servings'), undefined, 'what is asked for takes it as well'],
  ['no, I meant 2', asking('diet', 'servings'), undefined, 'it is the number of an option, too'],
  ['no, 42', asking('diet', 'age'), undefined, 'nothing says that it is a correction'],
  ['42', asking('diet', 'age'), undefined, 'the same'],
  ['I mean it', asking('diet', 'age'), undefined, 'no value'],
  ['actually', asking('diet', 'age'), undefined, 'nothing behind it'],
  ['actually, I have a question', asking('age', 'name'), undefined, 'a free text is not corrected by any words'],
  ['I meant Bob', asking('age', 'name'), undefined, 'the same'],
  ['I meant 5', asking('diet', 'servings', 'name'), undefined, 'the last slot takes any text'],
  ['no, I meant 5', asking('details', 'servings'), undefined, 'what is asked for takes any text'],
  ['Actually it came broken in two.', asking('details', ...all), undefined, 'an answer'],
  ['Change my order to blue, please', asking('details', ...all), undefined, 'no number of an order'],
  ['change it to Bob', asking('age', 'name'), undefined, 'a free text has to be named'],
  ['change my password to hunter2', asking('age', ...all), undefined, 'no slot has that name'],
  ['change my email to nothing', asking('age', ...all), undefined, 'a value that is refused'],
  ['I meant 300', asking('diet', 'age', 'servings'), undefined, 'no slot takes it'],
  ['I meant maybe 5', asking('diet', 'servings'), undefined, 'it is left open'],
  ['I meant 5 or 6', asking('diet', 'servings'), undefined, 'two values'],
  ['I did not say what I meant 5', asking('diet', 'servings'), undefined, 'the words stand later'],
  [`I meant 5${'\u200b'.repeat(1000)} or 6`, asking('diet', 'servings'), undefined, 'too long'],
  [`I meant ${' '.repeat(2000)}5`, asking('diet', 'servings'), undefined, 'too long'],
])('%j about %j is %j: %s', (text, about, corrected) => expect(correct(text, about)).toEqual(corrected));

test('an author’s words take the place of the usual ones', () => {
  const own = correctionsOf(slots, ['oops', 'set … as']);
  expect(own('Oops: 42', asking('diet', 'age'))).toEqual({ slot: 'age', value: 42 });
  expect(own('set email as x@y.de', asking('diet', ...all))).toEqual({ slot: 'email', value: 'x@y.de' });
  expect(own('I meant 42', asking('diet', 'age'))).toBeUndefined();
});

test('a minus is no dash', () =>
  expect(correctionReader(usualCorrectionWords)('I meant: -3')).toEqual({ value: '-3' }));

test.each(['no ', 'I meant ', 'change ', 'change a to ', '\u200b', '\u202e', ' ', 'e\u0301', 'my is '])(
  'a text full of %j is read up to a length',
  (part) => {
    const text = part.repeat(100_000 / part.length);
    for (const asked of Object.keys(slots)) correct(text, asking(asked, ...all));
    expect(correct(`I meant ${text}`, asking('age', ...all))).toBeUndefined();
  },
);
