import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { project } from '../apply/testing/project';
import { diagram } from './diagram';
import { diff } from './diff';
import { run } from './run/run';
import { testFlows } from './test-flows';
import { verify } from './verify';

const shipped = path.join(__dirname, '../../../..');
const flow = (next: string) => `initial: ask
slots:
  age:
    schema: { type: integer, minimum: 0 }
states:
  ask:
    collect: age
    ask: Your age?
    next:
      - when: ${next}
        to: young
      - to: done
  young: { final: young }
  done: { final: completed }
`;

test('the flows that the project ships are sound, and their tests pass', () => {
  expect(verify(shipped, [])).toMatchObject({ text: '0 errors, 0 warnings, 0 unknown in 5 flows.\n', code: 0 });
  expect(testFlows(shipped, [])).toMatchObject({ text: '25 passed, 0 failed in 5 files.\n', code: 0 });
});

test('a finding has its file, its line and a conversation that shows it', () => {
  const root = project({ 'flows/a.yml': flow('slots.age < 0') });
  const { text, code } = verify(root, []);
  expect(code).toBe(1);
  expect(text).toContain('flows/a.yml:13:3: error: states.young: is never entered');
  expect(text).toContain('flows/a.yml:10:9: warning: states.ask.next.0.when: "slots.age < 0" can never hold here');
  expect(text).toContain('[unreachable_state]\n    seen: start\n');
});

test('what is no file is said to be none', () => {
  const root = project({ 'flows/a.yml': flow('slots.age < 9') });
  expect(() => verify(root, ['flows'])).toThrow('flows is a folder.');
  expect(() => verify(root, ['flows/b.yml'])).toThrow('There is no file flows/b.yml.');
});

test.each([
  ['call: prompt_template', 'states.a.call: found "prompt_template"; expected an object'],
  ['call: {}', 'states.a.call: lacks a member; expected one of "strategy", "tool"  [invalid_definition]\n1 error,'],
  ['call: { strategy: a, tool: b }', 'states.a.call: found {"strategy":"a","tool":"b"}; of its members, some exclude'],
  ['prompt: chef@1, until: "true"', 'states.a.prompt: found "chef@1"; expected an object'],
  ['await: paid, meanwhile: Wait.', 'states.a.await: found "paid"; expected an object'],
  ['handoff: support', 'states.a.handoff: found "support"; expected an object'],
  ['flow: 3', 'states.a.flow: found 3; expected a string'],
  ['collect: n, ask: N?, on: [null]', 'states.a.on.0: found null; expected an object'],
  ['collect: n, ask: N?, check: 3', 'states.a.check: found 3; expected an object'],
])('a state of the wrong shape is told, not stumbled over: %s', (doing, said) => {
  const yaml = `initial: a\nstates:\n  a: { ${doing}, next: z }\n  z: { final: done }\n`;
  const { text, code } = verify(project({ 'flows/a.yml': yaml }), []);
  expect(text).toContain(`error: ${said}`);
  expect(text).not.toContain('oneOf');
  expect(code).toBe(1);
});

test('flows that a flow names come from the project’s list, by version or the newest that is active', () => {
  const root = project({
    'flows/a.yml':
      'initial: a\nstates:\n  a: { flow: b, next: c }\n  c: { flow: b@1, next: d }\n  d: { flow: none@1, next: z }\n  z: { final: completed }\n',
    'flows/b1.yml': 'initial: z\nstates:\n  z: { final: told }\n',
    'flows/b2.yml': 'initial: z\nstates:\n  z: { link: b@2 }\n',
    'config/flows.yml': `flows:
  - name: b
    versions:
      - { version: 1, file: flows/b1.yml }
      - { version: 2, file: flows/b2.yml, status: draft }
`,
  });
  const { text, code } = verify(root, ['flows/a.yml', 'flows/b2.yml']);
  expect(code).toBe(1);
  expect(text.split('\n').filter((line) => line.includes('error'))).toEqual([
    expect.stringMatching(/^flows\/a\.yml:5:\d+: error: states\.d\.flow: there is no flow "none@1"/),
    expect.stringContaining('comes back to itself'),
    expect.stringContaining('2 errors'),
  ]);
});

test('prompts that the project has not are missed', () => {
  const talk =
    'initial: a\nstates:\n  a: { prompt: { prompt_version_id: chef@2 }, until: turns > 1, next: z }\n  z: { final: completed }\n';
  const root = project({
    'flows/a.yml': talk,
    'config/prompts.yml': 'prompts: [{ name: chef, versions: [{ version: 1 }] }]\n',
  });
  expect(verify(root, ['flows/a.yml']).data).toMatchObject({
    valid: true,
    findings: [{ kind: 'missing_reference', line: 3, message: 'there is no prompt chef@2 in config/prompts.yml' }],
  });
});

test.each<[what: string, yaml: string, said: RegExp]>([
  ['no YAML', 'a: [', /^flows\/a\.yml:\d+:\d+: error: /],
  [
    'anchors that explode',
    `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c]\n`,
    /^flows\/a\.yml:1:1: error: /,
  ],
  ['lists in lists, 20,000 deep', '['.repeat(20_000), /^flows\/a\.yml:\d+:\d+: error: /],
  [
    '10,000 states',
    `initial: s0\nstates:\n${Array.from({ length: 10_000 }, (_, index) => `  s${index}: { final: a }\n`).join('')}`,
    /^flows\/a\.yml:2:1: error: states: /,
  ],
  [
    'a name in Cyrillic letters',
    'initial: а\nstates:\n  а: { final: done }\n',
    /flows\/a\.yml:3:3: error: states\.а: is no name/,
  ],
])('%s: refused with file and line', (_, yaml, said) => {
  const { text, code } = verify(project({ 'flows/a.yml': yaml }), []);
  expect([code, text]).toEqual([1, expect.stringMatching(said)]);
});

test('a test that fails says what was found, and in which line it was expected otherwise', () => {
  const root = project({
    'flows/a.yml': flow('slots.age < 18'),
    'flows/a.test.yml': `flow: a.yml
tests:
  - name: a child
    turns:
      - says: "12"
        expects:
          outcome: completed
`,
  });
  expect(testFlows(root, [])).toMatchObject({
    code: 1,
    text: '✕ a child\n    flows/a.test.yml:7:11: error: tests.0.turns.0.expects.outcome: found "young"; expected "completed"\n0 passed, 1 failed in 1 file.\n',
  });
  const wrong = project({
    'flows/a.yml': flow('slots.age < 18'),
    'flows/a.test.yml': 'flow: a.yml\ntests:\n  - nam: a\n',
  });
  expect(() => testFlows(wrong, [])).toThrow('flows/a.test.yml:3:5: error: tests.0.nam');
});

test('a diagram has every state and every way, and nothing that Mermaid would read as its own', () => {
  expect(() => diagram(shipped, [])).toThrow('Name one flow.');
  const nowhere = { svg: 'nowhere/a.svg' };
  expect(() => diagram(shipped, ['flows/onboarding_flow.yml'], nowhere)).toThrow('nowhere/a.svg cannot be written');
  expect(diagram(project({ 'flows/a.yml': flow('slots.age < 18') }), ['flows/a.yml']).text).toBe(`stateDiagram-v2
  state "ask: collect age" as s_ask
  state "young" as s_young
  state "done" as s_done
  [*] --> s_ask
  s_ask --> s_young: slots.age #60; 18
  s_ask --> s_done
  s_ask --> [*]: failed
  s_young --> [*]: young
  s_done --> [*]: completed
`);
});

test('what the guide shows before a flow runs is what is said', () => {
  const guide = readFileSync(path.join(shipped, 'docs/conversation-flows.md'), 'utf8');
  const section = guide.slice(guide.indexOf('## Before it runs'), guide.indexOf('## Versions'));
  const fenced = (language: string) =>
    [...section.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text]) => text!);
  const [shop, tests] = fenced('yml');
  const [found, passed] = fenced('text');
  const [drawn] = fenced('mermaid');
  const root = project({ 'flows/shop.yml': shop!, 'flows/shop.test.yml': tests! });
  expect(verify(root, ['flows/shop.yml']).text).toBe(found);
  expect(testFlows(root, []).text).toBe(passed);
  expect(diagram(root, ['flows/shop.yml']).text).toBe(drawn);
});

test('what changes from one flow to the next is told with what it means; descriptions change nothing', () => {
  const before = flow('slots.age < 18');
  const after = before
    .replace('minimum: 0', 'minimum: 1')
    .replace('  young: { final: young }', '  old: { final: young }')
    .replace('to: young', 'to: old');
  const root = project({
    'flows/a.yml': before,
    'flows/b.yml': after,
    'flows/c.yml': `description: Other.\n${before}`,
    'flows/d.yml': `on: [{ when: text == "stop", to: done }]\ncorrection: false\n${before}`,
  });
  expect(diff(root, ['flows/a.yml', 'flows/d.yml']).text.split('\n').slice(0, 2)).toEqual([
    'on is added: interruptions would be heard otherwise',
    'correction is added: corrections would be heard otherwise',
  ]);
  expect(diff(root, ['flows/a.yml', 'flows/c.yml']).text).toBe('They behave alike.\n');
  expect(diff(root, ['flows/a.yml', 'flows/b.yml']).text.split('\n')).toEqual([
    'slots.age is changed: a value that was given may not fit any more',
    'states.ask is changed: a conversation that stands in it would go on otherwise',
    'states.young is removed: a conversation that stands in it would have no place to go on from',
    'states.old is added: conversations can come to it',
    'Conversations that run stay on the version that they began with, unless they are migrated. Then:',
    '  ask: where it is',
    '',
  ]);
  const root2 = project({
    'flows/a.yml':
      'initial: a\nslots: { x: { schema: { type: string } }, y: { schema: { type: string } } }\nstates:\n  a: { collect: x, ask: X?, next: b, failed: z }\n  b: { collect: y, ask: Y?, next: z, failed: z }\n  z: { final: completed }\n',
    'flows/b.yml':
      'initial: c\nslots: { x: { schema: { type: string } } }\nstates:\n  c: { collect: x, ask: X?, next: z, failed: z }\n  z: { final: completed }\n',
  });
  const { text, data } = diff(root2, ['flows/a.yml', 'flows/b.yml']);
  expect(text).toContain('Then:\n  a → c\n  b → ? (nothing like it is left');
  expect(data).toMatchObject({
    states: [
      { from: 'a', to: 'c' },
      { from: 'b', to: null },
    ],
  });
});

test('a flow is played line by line, with a stand-in for the model, until it ends or nobody says more', async () => {
  const talk = `initial: ask
slots: { age: { schema: { type: integer } } }
states:
  ask: { collect: age, ask: Your age?, next: talk }
  talk: { prompt: { prompt_version_id: chef@1 }, until: turns > 1, next: done }
  done: { final: completed, say: Goodbye. }
`;
  const root = project({ 'flows/a.yml': talk });
  const told: string[] = [];
  const output = () => new Writable({ write: (chunk, _, done) => done(void told.push(String(chunk))) });
  const played = await run(
    root,
    ['flows/a.yml'],
    {},
    { input: Readable.from(['7\nHello\nMore\nunheard\n']), output: output() },
  );
  expect(played.text).toBe('ended: completed, slots {"age":7}\n');
  expect(told.join('')).toBe('Your age?\n[chef@1 answers]\n[chef@1 answers]\nGoodbye.\n');
  const left = await run(root, ['flows/a.yml'], {}, { input: Readable.from(['7\n']), output: output() });
  expect(left.text).toBe('left in talk, slots {"age":7}\n');
});
