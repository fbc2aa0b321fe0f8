import { normalizeConfig } from '@trialogue/variant-config';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { rewriteLegacyConfigs } from './rewrite';

const file = (config: string) => `# What we compare.
experiments:
  - key: e   # the first
    variants:
      - key: a
        weight:   50
        ${config.trimEnd().replaceAll('\n', '\n        ')}

      - key: b
        config: {execution_strategy: prompt_template,  prompt_config: {prompt_version_id: 'x@1'}}
`;
const rewrite = (text: string) => rewriteLegacyConfigs('config/experiments.yml', text);

test.each<[string, string, string]>([
  [
    'a legacy config',
    'config:\n  policy_version_id: food@1\n  params: { a:  1 }\n',
    'config:\n  execution_strategy: mlflow_model\n  mlflow_model:\n    policy_version_id: food@1\n  params: { a:  1 }\n',
  ],
  [
    'comments before, behind and after, and quotes',
    'config: # old\n  # the mean\n  policy_version_id: "0b9c"   # of 2023\n  # more\n  params:\n    a: 1 # one\n',
    'config: # old\n  # the mean\n  execution_strategy: mlflow_model\n  mlflow_model:\n    policy_version_id: "0b9c"   # of 2023\n  # more\n  params:\n    a: 1 # one\n',
  ],
  [
    'params first, indented by four',
    'config:\n    params:\n        a: [1,\n            2]\n    policy_version_id: food@1\n',
    'config:\n    params:\n        a: [1,\n            2]\n    execution_strategy: mlflow_model\n    mlflow_model:\n        policy_version_id: food@1\n',
  ],
  [
    'an id on lines of its own',
    'config:\n  policy_version_id: >-\n    food@1\n\n  params: {}\n',
    'config:\n  execution_strategy: mlflow_model\n  mlflow_model:\n    policy_version_id: >-\n      food@1\n\n  params: {}\n',
  ],
  [
    'in braces',
    "config: {policy_version_id: 'food@1', params: {a: 1}}",
    "config: {execution_strategy: mlflow_model, mlflow_model: { policy_version_id: 'food@1' }, params: {a: 1}}",
  ],
  [
    'JSON',
    'config: {\n  "params": { "a": 1e2 },\n  "policy_version_id": "food@1"\n}',
    'config: {\n  "params": { "a": 1e2 },\n  "execution_strategy": "mlflow_model",\n  "mlflow_model": { "policy_version_id": "food@1" }\n}',
  ],
  [
    'params with nothing behind them',
    'config:\n  policy_version_id: food@1\n  params: # none yet\n',
    'config:\n  execution_strategy: mlflow_model\n  mlflow_model:\n    policy_version_id: food@1\n  params: {} # none yet\n',
  ],
  [
    'params that are null',
    'config:\n  params: ~\n  policy_version_id: food@1\n',
    'config:\n  params: {}\n  execution_strategy: mlflow_model\n  mlflow_model:\n    policy_version_id: food@1\n',
  ],
  [
    'half rewritten',
    'config:\n  execution_strategy: mlflow_model # new\n  policy_version_id: food@1 # old\n',
    'config:\n  execution_strategy: mlflow_model # new\n  mlflow_model:\n    policy_version_id: food@1 # old\n',
  ],
  [
    'half rewritten, in braces',
    'config: { execution_strategy: mlflow_model, policy_version_id: food@1 }',
    'config: { execution_strategy: mlflow_model, mlflow_model: { policy_version_id: food@1 } }',
  ],
  [
    'beside the name of the model',
    'config:\n  policy_version_id: food@1 # mean\n  mlflow_model:\n    # a safeguard\n    model_name: food_budget\n',
    'config:\n  execution_strategy: mlflow_model # mean\n  mlflow_model:\n    # a safeguard\n    policy_version_id: food@1\n    model_name: food_budget\n',
  ],
  [
    'beside an empty member',
    'config:\n  mlflow_model: {}\n  execution_strategy: mlflow_model\n  policy_version_id: food@1 # mean\n  params: {}\n',
    'config:\n  mlflow_model: { policy_version_id: food@1 }\n  execution_strategy: mlflow_model\n  # mean\n  params: {}\n',
  ],
  [
    'said twice',
    'config:\n  execution_strategy: mlflow_model\n  policy_version_id: food@1\n  mlflow_model: { policy_version_id: food@1 }\n',
    'config:\n  execution_strategy: mlflow_model\n  mlflow_model: { policy_version_id: food@1 }\n',
  ],
  [
    'said twice, in braces, and last',
    'config: { execution_strategy: mlflow_model, mlflow_model: { policy_version_id: food@1 }, policy_version_id: food@1 }',
    'config: { execution_strategy: mlflow_model, mlflow_model: { policy_version_id: food@1 } }',
  ],
  [
    'with an anchor on the id',
    'config:\n  policy_version_id: &mean food@1\n  params: { like: *mean }\n',
    'config:\n  execution_strategy: mlflow_model\n  mlflow_model:\n    policy_version_id: &mean food@1\n  params: { like: *mean }\n',
  ],
  [
    'text beyond ASCII',
    'config:\n  params: { "währung": "€ 👩‍👩‍👧" }\n  policy_version_id: größe # ä\n',
    'config:\n  params: { "währung": "€ 👩‍👩‍👧" }\n  execution_strategy: mlflow_model\n  mlflow_model:\n    policy_version_id: größe # ä\n',
  ],
])('%s', (_, before, after) => {
  for (const end of ['\n', '\r\n'])
    for (const mark of ['', '\ufeff']) {
      const [from, to] = [before, after].map((config) => mark + file(config).replaceAll('\n', end));
      expect(rewrite(from!)).toEqual({ text: to, count: 1, left: [] });
      expect(rewrite(to!)).toEqual({ text: to, count: 0, left: [] });
    }
});

test('a whole file of JSON, indented by tabs', () => {
  const json = (config: unknown) =>
    JSON.stringify({ experiments: [{ key: 'e', variants: [{ key: 'a', config }] }] }, null, '\t');
  const { text, count } = rewrite(json({ policy_version_id: 'food@1', params: { a: 1 } }));
  expect(count).toBe(1);
  expect(text).toContain('\n\t\t\t\t\t\t"execution_strategy": "mlflow_model",\n\t\t\t\t\t\t"mlflow_model": { "policy_');
  expect(JSON.parse(text).experiments[0].variants[0].config).toEqual({
    execution_strategy: 'mlflow_model',
    mlflow_model: { policy_version_id: 'food@1' },
    params: { a: 1 },
  });
});

test('a config that two variants share is rewritten once', () => {
  const text = (inner: string) => `shared: &shared\n${inner}experiments:
  - key: e
    variants:
      - { key: a, config: *shared }
      - { key: b, config: *shared }
`;
  expect(rewrite(text('  policy_version_id: food@1\n'))).toEqual({
    text: text('  execution_strategy: mlflow_model\n  mlflow_model:\n    policy_version_id: food@1\n'),
    ...{ count: 1, left: [] },
  });
});

test.each([
  ['another strategy', 'config:\n  execution_strategy: hybrid\n  policy_version_id: food@1\n'],
  ['another id', 'config:\n  policy_version_id: food@1\n  mlflow_model: { policy_version_id: food@2 }\n'],
  ['a member that is no object', 'config: { policy_version_id: food@1, mlflow_model: food@1 }'],
])('an id beside %s is left to its author, with its line', (_, config) => {
  const text = file(config);
  const { left, ...rest } = rewrite(text);
  expect(rest).toEqual({ text, count: 0 });
  expect(left).toEqual([{ line: expect.any(Number), message: expect.stringMatching(/^e, variant a: .*contradicts/) }]);
  expect(text.split('\n')[left[0]!.line - 1]).toMatch(/hybrid|policy_version_id/);
});

test.each<[string, string, RegExp]>([
  ['no YAML', 'experiments:\n  - key: [\n', /^config\/experiments.yml:3: /],
  ['a key that stands there twice', file('config: { policy_version_id: a, policy_version_id: b }'), /yml:7: .*unique/],
  ['nothing', '', /yml:1: expected a list under `experiments:`/],
  ['a list', '- a\n', /yml:1: expected a list/],
  ['another list', 'prompts: []\n', /yml:1: expected a list/],
  ['an alias of nothing', 'experiments: *nope\n', /yml:\d: .*nope/],
  ['two documents', 'experiments: []\n---\nexperiments: []\n', /yml:\d: /],
  [
    'a key with a question mark',
    file('config:\n  ? policy_version_id\n  : food@1\n'),
    /yml:8: the config of e, variant a cannot be rewritten/,
  ],
  [
    'an anchor that is used as something else too',
    file('config: &c\n  policy_version_id: food@1\n').replace('weight:   50', 'weight:   50\n        name: x') +
      '      - key: c\n        config: { execution_strategy: x, x: { config: *c } }\n',
    /yml:\d+: the config of e, variant a cannot be rewritten/,
  ],
])('%s is refused with its line', (_, text, reason) => expect(() => rewrite(text)).toThrow(reason));

test('what is no config is passed over', () => {
  const odd =
    'experiments:\n  - 3\n  - key: x\n    variants: no\n  - variants:\n      - 1\n      - config: text\n      - {}\n';
  expect(rewrite(odd)).toEqual({ text: odd, count: 0, left: [] });
  const anonymous = 'experiments:\n  - variants:\n      - config: { policy_version_id: v }\n';
  expect(parse(rewrite(anonymous).text).experiments[0].variants[0].config.mlflow_model).toEqual({
    policy_version_id: 'v',
  });
});

test('any config, in any of many layouts: what it means is its normal form, and once is enough', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('food@1', '- x', '# y', '1e3', 'a: b', '', '~', 'x '),
  );
  const params = fc.option(
    fc.dictionary(text, fc.oneof(text, fc.double(), fc.boolean(), fc.array(text), fc.constant(null))),
  );
  const model = fc.record({ policy_version_id: text, model_name: text }, { requiredKeys: [] });
  const config = fc
    .tuple(
      fc.record(
        {
          policy_version_id: text,
          params,
          mlflow_model: model,
          execution_strategy: fc.constantFrom('mlflow_model', 'hybrid'),
        },
        { requiredKeys: [] },
      ),
      fc.infiniteStream(fc.nat()),
    )
    .map(([members, order]) => {
      const ordered = Object.entries(members).map((member) => [order.next().value, member] as const);
      return Object.fromEntries(ordered.sort(([one], [other]) => one! - other!).map(([, member]) => member));
    });
  const layout = fc.oneof(
    fc.record({
      indent: fc.integer({ min: 1, max: 8 }),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 40),
      collectionStyle: fc.constantFrom('any', 'flow'),
    }),
    fc.constantFrom('\t', 1, 4, undefined),
  );
  fc.assert(
    fc.property(config, layout, (written, how) => {
      const whole = (variant: unknown) => ({ experiments: [{ key: 'e', variants: [{ key: 'a', config: variant }] }] });
      const before =
        typeof how === 'object' ? stringify(whole(written), how as object) : JSON.stringify(whole(written), null, how);
      const { text: after, count } = rewrite(before);
      expect(JSON.stringify(sorted(parse(after)))).toBe(
        JSON.stringify(sorted(whole(normalizeConfig(parse(before).experiments[0].variants[0].config).config))),
      );
      expect(count).toBe(before === after ? 0 : 1);
      expect(rewrite(after)).toMatchObject({ text: after, count: 0 });
    }),
    { numRuns: 300 },
  );
});

/** With its keys in one order, wherever they stood. */
function sorted(value: any): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}
