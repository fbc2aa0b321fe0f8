import { compare, cursorOf, follows, parseCursor, terminal } from './cursor';

test.each([
  ['0-0', { fence: 0, n: 0 }],
  ['1-1', { fence: 1, n: 1 }],
  ['12-2147483647', { fence: 12, n: terminal }],
  ['9007199254740991-1', { fence: Number.MAX_SAFE_INTEGER, n: 1 }],
])('%s is a cursor', (cursor, position) => {
  expect(parseCursor(cursor)).toEqual(position);
  expect(cursorOf(position.fence, position.n)).toBe(cursor);
});

test.each([
  '',
  '1',
  '1-',
  '-1',
  '1-1-1',
  '01-1',
  '1-01',
  '-1-1',
  '1.5-1',
  '1-2147483648',
  '9007199254740992-1',
  'a-b',
  ' 1-1',
])('%j is not', (cursor) =>
  expect(() => parseCursor(cursor)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' })),
);

test('ids grow by fence, then by n', () => {
  const cursors = ['0-0', '1-1', '1-2', `1-${terminal}`, '2-1', '10-1'];
  const positions = [...cursors].reverse().map(parseCursor).sort(compare);
  expect(positions.map(({ fence, n }) => cursorOf(fence, n))).toEqual(cursors);
});

test.each([
  ['1-1', '1-2', true],
  ['1-1', '1-3', false],
  ['1-0', '1-1', true],
  ['1-0', '1-2', false],
  ['1-7', `1-${terminal}`, true],
  ['1-7', '2-1', true],
  ['1-7', '2-2', false],
  [`1-${terminal}`, '5-1', true],
  ['1-7', `2-${terminal}`, true],
])('after %s comes %s: %s', (before, after, expected) => {
  expect(follows(parseCursor(before), parseCursor(after))).toBe(expected);
});

test.each([
  ['1-7', 7, true],
  ['1-7', 8, false],
  [`0-${terminal}`, 0, true],
  [`0-${terminal}`, 1, false],
])('after %s comes the end of turn 1 that had come to %d: %s', (before, ended, expected) => {
  expect(follows(parseCursor(before), { fence: 1, n: terminal }, ended)).toBe(expected);
});
