import 'reflect-metadata';
import { OnEdit, Side } from './merge-args';
import { placeVersions } from './place-versions';

interface One {
  readonly number: number;
  readonly text: string;
}

const versions = (texts: Record<number, string>): One[] =>
  Object.entries(texts).map(([number, text]) => ({ number: Number(number), text }));

function placed(
  base: number[],
  file: Record<number, string>,
  published: Record<number, string>,
  more: { onEdit?: OnEdit; prefer?: Side } = {},
) {
  const { placed, renumbered, edited, conflicts } = placeVersions(versions(file), versions(published), {
    onEdit: OnEdit.ERROR,
    ...more,
    doesTheSame: (one, other) => one.text === other.text,
    knew: (number) => base.includes(number),
    shown: ({ text }) => text,
    labelsOf: (number) => (number === 2 ? ['staging'] : []),
  });
  return {
    placed: placed.map(({ version, number }) => `${version.text}@${number}`),
    renumbered,
    edited,
    conflicts,
  };
}
const nothing = { renumbered: [], edited: [], conflicts: [] };
const next = { onEdit: OnEdit.NEW_VERSION };

test.each<[string, Parameters<typeof placed>, Partial<ReturnType<typeof placed>>]>([
  ['new ones', [[], { 1: 'a', 2: 'b' }, {}], { placed: ['a@1', 'b@2'] }],
  ['those that are there', [[1], { 1: 'a', 2: 'b' }, { 1: 'a' }], { placed: ['a@1', 'b@2'] }],
  ['one that the API made and the file has, too', [[], { 1: 'a' }, { 1: 'a' }], { placed: ['a@1'] }],
  ['one that was deleted here stays so', [[1], { 1: 'a' }, {}], { placed: [] }],
  ['an edited one is refused', [[1, 2], { 1: 'a', 2: 'x' }, { 1: 'a', 2: 'b' }], { placed: ['a@1'], edited: [1] }],
  [
    'an edited one becomes the next, past what the API made; its labels stay',
    [[1, 2], { 1: 'a', 2: 'x' }, { 1: 'a', 2: 'b', 3: 'c' }, next],
    { placed: ['a@1', 'x@4'], renumbered: [{ from: 2, to: 4, labels: [] }] },
  ],
  [
    'past what the file has, too',
    [[1], { 1: 'x', 2: 'b' }, { 1: 'a' }, next],
    { placed: ['x@3', 'b@2'], renumbered: [{ from: 1, to: 3, labels: [] }] },
  ],
  [
    'two edited ones get two numbers',
    [[1, 2], { 1: 'x', 2: 'x' }, { 1: 'a', 2: 'b' }, next],
    {
      placed: ['x@3', 'x@4'],
      renumbered: [
        { from: 1, to: 3, labels: [] },
        { from: 2, to: 4, labels: [] },
      ],
    },
  ],
  [
    'one that was made before and never got its number into the file is not made again',
    [[1], { 1: 'x' }, { 1: 'a', 2: 'x' }, next],
    { placed: ['x@2'], renumbered: [{ from: 1, to: 2, labels: [] }] },
  ],
  [
    'nor is it an edit, when the file got the number',
    [[1, 2], { 1: 'x' }, { 1: 'a', 2: 'x' }],
    { placed: ['x@2'], renumbered: [{ from: 1, to: 2, labels: [] }] },
  ],
  [
    'nor a conflict, and its labels go with it',
    [[1, 3], { 1: 'a', 2: 'mine' }, { 1: 'a', 2: 'theirs', 3: 'mine' }],
    { placed: ['a@1', 'mine@3'], renumbered: [{ from: 2, to: 3, labels: ['staging'] }] },
  ],
  [
    'what is the same as a version that the API made is an edit',
    [[1], { 1: 'x' }, { 1: 'a', 2: 'x' }],
    { placed: [], edited: [0] },
  ],
  [
    'but not what another entry of the file is',
    [[1, 2], { 1: 'x', 2: 'x' }, { 1: 'a', 2: 'x' }, next],
    { placed: ['x@3', 'x@2'], renumbered: [{ from: 1, to: 3, labels: [] }] },
  ],
])('%s', (_, given, expected) => expect(placed(...given)).toEqual({ ...nothing, ...expected }));

describe('a number that somebody else has taken', () => {
  const conflicts = [{ path: 'versions.2', base: null, file: 'mine', database: 'theirs' }];
  const given = [[1], { 1: 'a', 2: 'mine' }, { 1: 'a', 2: 'theirs' }] as const;
  const with_ = (more: object) => placed([...given[0]], given[1], given[2], more);
  const renumbered = [{ from: 2, to: 3, labels: ['staging'] }];

  test('is a conflict', () => expect(with_({})).toEqual({ ...nothing, placed: ['a@1'], conflicts }));
  test('that the file wins as the next one, with its labels', () =>
    expect(with_({ prefer: Side.FILE })).toEqual({ ...nothing, placed: ['a@1', 'mine@3'], renumbered, conflicts }));
  test('or loses', () => expect(with_({ prefer: Side.DATABASE })).toEqual({ ...nothing, placed: ['a@1'], conflicts }));
  test('and that becomes the next one where edits do', () =>
    expect(with_(next)).toEqual({ ...nothing, placed: ['a@1', 'mine@3'], renumbered, conflicts }));
});
