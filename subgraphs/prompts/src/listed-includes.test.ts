import { ListedIncludes } from './listed-includes';

const version = (number: number, template: string, more: object = {}) => ({
  ...{ number, template, description: '', status: 'ACTIVE', syntax: 'JINJA', variables: [], replies: [] },
  ...{ modelProvider: 'a', modelName: 'b', ...more },
});
const entry = (name: string, versions: object[], labels: object[] = []) => ({
  name,
  description: '',
  versions,
  labels,
});

const includesOf = (entries: object[]) => {
  const listed = new ListedIncludes(entries as any);
  return (name: string, number = 1) => {
    const { includes, errors, advice } = listed.of(name, number);
    return { includes, errors: errors.map(({ message }) => message), advice: advice.map(({ message }) => message) };
  };
};
const nothing = { includes: undefined, errors: [], advice: [] };

test('what entries include of each other is looked up as publishing would, whatever their order', () => {
  const of = includesOf([
    entry('house', [version(1, '{% include "wall@live" %} {% include "nobody" ignore missing %}')]),
    entry('wall', [version(1, 'Wall {% include "tile" %}'), version(2, 'New')], [{ label: 'live', version: 1 }]),
    entry('tile', [version(1, 'Tile'), version(2, 'Next'), version(3, 'Later', { status: 'DRAFT' })]),
  ]);
  const tile = { tile: { version: 'tile@2', template: 'Next' } };
  expect(of('wall')).toEqual({ ...nothing, includes: tile });
  expect(of('house')).toEqual({
    ...nothing,
    includes: { 'wall@live': { version: 'wall@1', template: 'Wall {% include "tile" %}', includes: tile } },
  });
  expect(of('tile')).toEqual(nothing);
});

test('what no entry says may be in the product, and what includes it is not known', () => {
  const of = includesOf([
    entry('a', [version(1, 'A\n {% include "b" %}')]),
    entry('b', [version(1, '{% include "made@live" %}')]),
    entry('c', [version(1, '{% include "b@other" %}')]),
  ]);
  expect(of('a')).toEqual(nothing);
  expect(of('b')).toEqual({ ...nothing, advice: [expect.stringMatching(/No file here says what "made@live" is/)] });
  expect(of('c')).toEqual({ ...nothing, advice: [expect.stringMatching(/"b@other".*\(line 1, column \d+\)/)] });
});

test('a circle is told where each closes it, with the way; what leads into it is not to blame', () => {
  const of = includesOf([
    entry('egg', [version(1, '{% include "hen" %}')]),
    entry('hen', [version(1, 'Old'), version(2, '\n{% include "nest" %}')]),
    entry('nest', [version(1, '{% include "egg" %}')]),
    entry('farm', [version(1, '{% include "egg" %}')]),
    entry('self', [version(1, 'Me'), version(2, '{% include "self@1" %}')]),
  ]);
  expect(of('egg').errors).toEqual([
    expect.stringContaining('The prompt egg includes itself: egg → hen@2 → nest@1 → egg@1.'),
  ]);
  expect(of('hen', 2).errors).toEqual([expect.stringMatching(/hen → nest@1 → egg@1 → hen@2\. \(line 2/)]);
  expect(of('hen', 1)).toEqual(nothing);
  expect(of('nest').errors).toHaveLength(1);
  expect(of('farm')).toEqual(nothing);
  expect(of('self', 2).errors).toEqual([expect.stringContaining('The prompt self includes itself.')]);
});

test('nine deep, and eight are not', () => {
  const chain = Array.from({ length: 12 }, (_, depth) =>
    entry(`deep${depth}`, [version(1, depth === 0 ? 'Bottom' : `{% include "deep${depth - 1}" %}`)]),
  );
  const of = includesOf(chain);
  expect(of('deep8')).toMatchObject({ errors: [], includes: { deep7: {} } });
  expect(of('deep9').errors).toEqual([expect.stringMatching(/more than 8 deep \(deep8 → deep7/)]);
});

test.each([
  ['no reference', '{% include "a b" %}', /"a b" names no prompt/],
  ['an archived version', '{% include "gone@1" %}', /gone@1, which is archived/],
  ['a chat', '{% include "chat" %}', /chat@1, a chat/],
  ['another syntax', '{% include "curly" %}', /MUSTACHE, not in JINJA/],
])('%s is refused, at its message', (_, template, message) => {
  const messages = [{ role: 'user', template: 'Hi' }];
  const listed = new ListedIncludes([
    entry('one', [version(1, '', { template: null, messages: [...messages, { role: 'user', template }] })]),
    entry('gone', [version(1, 'Gone', { status: 'ARCHIVED' })]),
    entry('chat', [version(1, '', { template: null, messages })]),
    entry('curly', [version(1, 'x', { syntax: 'MUSTACHE' })]),
  ] as any);
  expect(listed.of('one', 1).errors).toEqual([
    expect.objectContaining({ path: ['messages', 1, 'template'], line: 1, message: expect.stringMatching(message) }),
  ]);
});
