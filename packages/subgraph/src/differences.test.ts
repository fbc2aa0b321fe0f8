import { differencesOf } from './differences';

const at = (before: any, after: any) =>
  differencesOf(before, after).map(({ path, before, after }) => [path, before, after]);

test.each<[string, unknown, unknown, unknown[]]>([
  ['nothing', { a: 1 }, { a: 1 }, []],
  ['the same number in other words', { a: 1 }, { a: 1.0 }, []],
  ['nothing and null', { a: null }, {}, []],
  ['a value', { a: 1, b: 2 }, { a: 1, b: 3 }, [['b', 2, 3]]],
  ['a value that came', {}, { a: { b: 1 } }, [['a', null, { b: 1 }]]],
  ['a value that went', { a: 1 }, {}, [['a', 1, null]]],
  ['a value inside', { a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }, [['a.b.c', 1, 2]]],
  ['another kind of value', { a: { b: 1 } }, { a: 'b' }, [['a', { b: 1 }, 'b']]],
  [
    'an item by its key, wherever it stands',
    {
      variants: [
        { key: 'a', weight: 1 },
        { key: 'b', weight: 1 },
      ],
    },
    { variants: [{ key: 'c' }, { key: 'b', weight: 2 }] },
    [
      ['variants.a', { key: 'a', weight: 1 }, null],
      ['variants.b.weight', 1, 2],
      ['variants.c', null, { key: 'c' }],
    ],
  ],
  [
    'the order of items',
    { of: [{ key: 'a' }, { key: 'b' }] },
    { of: [{ key: 'b' }, { key: 'a' }] },
    [['of', ['a', 'b'], ['b', 'a']]],
  ],
  [
    'an item by its number',
    { versions: [{ number: 1, text: 'a' }] },
    { versions: [{ number: 1, text: 'b' }] },
    [['versions.1.text', 'a', 'b']],
  ],
  [
    'items of a list that is new',
    {},
    { versions: [{ number: 1 }, { number: 2 }] },
    [
      ['versions.1', null, { number: 1 }],
      ['versions.2', null, { number: 2 }],
    ],
  ],
  ['a list without names, as a whole', { of: [1, 2] }, { of: [1, 3] }, [['of', [1, 2], [1, 3]]]],
  ['items with one name', { of: [{ key: 'a' }, { key: 'a' }] }, { of: [] }, [['of', [{ key: 'a' }, { key: 'a' }], []]]],
])('%s', (_, before, after, expected) => expect(at(before, after)).toEqual(expected));
