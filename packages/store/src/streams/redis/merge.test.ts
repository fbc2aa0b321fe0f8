import type { Held } from '../backend';
import { cursorOf, parseCursor, terminal } from '../cursor';
import { merge } from './merge';

const id = (text: string) => parseCursor(text.replace('MAX', `${terminal}`));
const at = new Date(0);

/** `1-2 1-3`: the entries; the last one's id is the stream's. `1-2 | 4-1`: it has others, that are gone. */
function held(text: string, trimmed = '0-0'): Held {
  const [entries = '', last] = text.split('|').map((part) => part.trim());
  const found = entries
    .split(' ')
    .filter(Boolean)
    .map((one) => ({ ...id(one), entry: '{}', at }));
  return { entries: found, last: id(last ?? entries.split(' ').at(-1) ?? '0-0'), trimmed: id(trimmed) };
}

const nothing: Held = { entries: [], last: id('0-0'), trimmed: id('0-0') };
const said = ({ entries }: Held) =>
  entries.map(({ fence, n }) => cursorOf(fence, n).replace(`${terminal}`, 'MAX')).join(' ');

test.each([
  ['a turn whose end is in Postgres', '0-0', '1-1 1-2', '1-MAX', '1-1 1-2', '1-1 1-2 1-MAX'],
  ['two turns', '0-0', '1-1 1-2 2-1', '1-MAX', '1-1 1-2 2-1', '1-1 1-2 1-MAX 2-1'],
  ['the same in both', '1-1', '1-2 1-3', '1-2 1-3 1-MAX', '1-2 1-3', '1-2 1-3 1-MAX'],
  ['what Redis did not get', '1-1', '1-5 1-6', '1-2 1-3 1-4', '1-5 1-6', '1-2 1-3 1-4 1-5 1-6'],
  ['what came to Redis before a turn ended', '1-1', '1-2', '1-MAX', '1-2 1-3', '1-2 1-3 1-MAX'],
  ['what came to Redis behind all that Postgres had', '1-1', '1-2', '1-MAX', '1-2 1-3 2-1', '1-2 1-3 1-MAX'],
  ['all of it in Postgres', '1-1', '', '1-2 1-MAX 2-1 2-MAX', '', '1-2 1-MAX 2-1 2-MAX'],
])('%s', (_, position, redis, postgres, again, expected) => {
  const [first, second] = [redis, again].map((text) => (text ? held(text) : nothing));
  const merged = merge(id(position), first, held(postgres), second);
  expect(said(merged)).toBe(expected);
  expect(merged.trimmed).toEqual(id('0-0'));
});

test('the last entry is that of either', () => {
  expect(merge(id('1-1'), held('1-2'), nothing).last).toEqual(id('1-2'));
  expect(merge(id('1-1'), nothing, held('1-MAX')).last).toEqual(id('1-MAX'));
  expect(merge(id('1-7'), nothing, nothing).last).toEqual(id('0-0'));
});

test('with Redis away nobody can say that a stream was lost', () => {
  expect(merge(id('3-7'), undefined, held('| 2-MAX'))).toMatchObject({ entries: [], last: id('3-7') });
});

test('what was removed between the position and the first entry was lost, unless Postgres has it', () => {
  expect(merge(id('1-1'), held('2-1', '1-MAX'), nothing).trimmed).toEqual(id('1-MAX'));
  expect(merge(id('1-1'), held('1-4', '1-3'), held('1-2 1-3')).trimmed).toEqual(id('0-0'));
});

test.each(['0-0', '1-5', '2-0'])(
  'from %s, a turn of which only the end is left is lost: the snapshot has it',
  (position) => {
    expect(merge(id(position), nothing, held('2-MAX')).trimmed).toMatchObject(id('2-MAX'));
  },
);

test('it is the first of its page, so that the reader is told where it is', () => {
  expect(said(merge(id('1-1'), nothing, held('1-MAX 2-MAX 3-1')))).toBe('1-MAX');
  expect(merge(id('1-1'), nothing, held('1-MAX 2-MAX 3-1')).trimmed).toEqual(id('0-0'));
});

test('of several such turns each is', () => {
  expect(said(merge(id('0-0'), nothing, held('1-MAX 2-MAX')))).toBe('1-MAX');
});

test('a turn that has only its end in Redis had nothing else', () => {
  expect(merge(id('1-1'), held('1-MAX 2-MAX'), nothing).trimmed).toEqual(id('0-0'));
});

test('the end of a page is the end of what can be told', () => {
  const page = Array.from({ length: 100 }, (_, index) => `2-${index + 1}`);
  expect(said(merge(id('1-MAX'), held(page.join(' ')), held('2-MAX 3-1'))).split(' ')).toEqual(page);
  const merged = merge(id('1-MAX'), held('2-50 2-101'), held(page.join(' ')));
  expect(said(merged).split(' ')).toEqual(page);
});
