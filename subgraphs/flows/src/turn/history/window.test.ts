import fc from 'fast-check';
import { newestWithin, type Said, tokensOf, turnToKeep, windowOf } from './window';

const said = (...messages: readonly (readonly [turn: number, role: string, tokens: number])[]): Said[] =>
  messages.map(([turn, role, tokens]) => ({ turn, role, tokens, text: `${role} ${turn}` }));
const texts = (messages: readonly Said[]) => messages.map(({ text }) => text);

const talk = said([0, 'ASSISTANT', 5], [1, 'USER', 10], [1, 'ASSISTANT', 20], [2, 'USER', 10], [2, 'ASSISTANT', 20]);

test.each([
  ['all fits, what the flow said first too', 65, ['ASSISTANT 0', 'USER 1', 'ASSISTANT 1', 'USER 2', 'ASSISTANT 2']],
  ['one token less', 64, ['USER 1', 'ASSISTANT 1', 'USER 2', 'ASSISTANT 2']],
  ['an answer whose question does not fit is not given', 59, ['USER 2', 'ASSISTANT 2']],
  ['nothing but an answer fits', 29, []],
  ['nothing', -5, []],
])('%s: the newest that fit, from a user’s on', (_, tokens, expected) => {
  expect(texts(windowOf(talk, tokens))).toEqual(expected);
});

test('one that does not fit ends the window, though older ones would fit', () => {
  const messages = said([1, 'USER', 1], [2, 'USER', 500], [3, 'USER', 1], [3, 'ASSISTANT', 1]);
  expect(texts(windowOf(messages, 100))).toEqual(['USER 3', 'ASSISTANT 3']);
});

test('what a person said counts as an answer', () => {
  const messages = said([1, 'USER', 10], [2, 'AGENT', 10], [3, 'USER', 10]);
  expect(texts(windowOf(messages, 20))).toEqual(['USER 3']);
  expect(texts(windowOf(messages, 30))).toEqual(['USER 1', 'AGENT 2', 'USER 3']);
});

const messages = fc
  .array(fc.tuple(fc.constantFrom('USER', 'ASSISTANT', 'AGENT'), fc.integer({ min: 1, max: 300 })), { maxLength: 60 })
  .map((all) => said(...all.map(([role, tokens], index) => [1 + Math.floor(index / 2), role, tokens] as const)));

test('a window is an end of what was said, within its tokens, and as long as it can be', () => {
  fc.assert(
    fc.property(messages, fc.integer({ min: 0, max: 4_000 }), (all, tokens) => {
      const window = windowOf(all, tokens);
      expect(window).toEqual(all.slice(all.length - window.length));
      expect(tokensOf(window)).toBeLessThanOrEqual(tokens);
      if (window.length > 0) expect(window[0]!.role).toBe('USER');
      const longer = all.slice(0, all.length - window.length).findLastIndex(({ role }) => role === 'USER');
      if (longer !== -1) expect(tokensOf(all.slice(longer))).toBeGreaterThan(tokens);
    }),
  );
});

test('what is summarised ends where what is kept begins, with a user’s message; nothing is in neither', () => {
  fc.assert(
    fc.property(messages, fc.integer({ min: 1, max: 2_000 }), (all, after) => {
      const keep = turnToKeep(all, after, 50);
      if (keep === undefined) return;
      expect(tokensOf(all) > after || all.length >= 40).toBe(true);
      const kept = all.filter(({ turn }) => turn >= keep);
      expect(kept.some(({ role, turn }) => role === 'USER' && turn === keep)).toBe(true);
      expect(all[0]!.turn).toBeLessThan(keep);
    }),
  );
});

test.each([
  ['short enough', 65, undefined],
  ['half of the tokens stay', 64, 2],
  ['one turn stays though it is longer', 40, 2],
])('when there is something to summarise: %s', (_, after, keep) => {
  expect(turnToKeep(talk, after, 50)).toBe(keep);
});

test('forty short messages are summarised too, before those behind them are looked at no more', () => {
  const short = said(...Array.from({ length: 40 }, (_, turn) => [turn + 1, 'USER', 1] as const));
  expect(turnToKeep(short.slice(1), 8_000, 50)).toBeUndefined();
  expect(turnToKeep(short, 8_000, 50)).toBe(16);
});

test('one turn alone is not summarised, however long', () => {
  expect(turnToKeep(said([7, 'USER', 900], [7, 'ASSISTANT', 900]), 100, 50)).toBeUndefined();
});

test('newest within: none, all', () => {
  expect(newestWithin(talk, 0)).toEqual([]);
  expect(newestWithin(talk, 1_000)).toEqual(talk);
});
