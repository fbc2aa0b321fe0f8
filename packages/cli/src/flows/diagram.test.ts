import { readFileSync } from 'node:fs';
import path from 'node:path';
import { project } from '../apply/testing/project';
import { diagram } from './diagram';

const everyKind = `initial: hello
on:
  - { when: text == "person", to: person }
  - { when: text == "hours", flow: hours@1 }
  - { when: text == "hi", say: Hello again. }
slots:
  age: { schema: { type: integer } }
states:
  hello: { say: 'Hello <b>"you" & all</b>', next: ask }
  ask:
    collect: age
    ask: Your age?
    no_input: { after: PT1M, say: Hm? }
    on: [{ when: text == "skip", to: pick }, { when: text == "why", say: By law. }]
    next: pick
    after: { PT10M: done }
  pick: { choose: [{ when: slots.age < 18, to: sort }, { to: look }] }
  sort:
    prompt: { output: { schema: { type: object }, save: { age: result.age } } }
    until: turns > 1
    next: look
  look: { call: { strategy: prices }, next: shipped, failed: person }
  shipped: { await: { event: arrived }, meanwhile: Wait., next: other, after: { P1D: person } }
  person: { handoff: { to: desk }, next: other, after: { P1D: done } }
  other: { flow: hours@1, next: [{ when: outcome == "told", to: over }, { to: done }] }
  over: { link: hours@1 }
  done: { final: completed }
`;
const files = {
  'flows/a.yml': everyKind,
  'flows/hours.yml': 'initial: a\nstates:\n  a: { final: told }\n',
  'config/flows.yml': 'flows:\n  - { name: hours, versions: [{ version: 1, file: flows/hours.yml }] }\n',
};

test('every kind of state and of way is in a Mermaid diagram', () => {
  const lines = diagram(project(files), ['flows/a.yml'])
    .text.split('\n')
    .map((line) => line.trim());
  expect(lines).toEqual(
    expect.arrayContaining([
      'state "ask: collect age" as s_ask',
      'state "pick: choose" as s_pick',
      'state "sort: prompt" as s_sort',
      'state "look: call prices" as s_look',
      'state "shipped: await arrived" as s_shipped',
      'state "person: handoff desk" as s_person',
      'state "other: flow hours@1" as s_other',
      'state "over: link hours@1" as s_over',
      'state "at any question" as anywhere',
      's_ask --> s_done: after PT10M',
      's_ask --> s_pick: text == #34;skip#34;',
      's_ask --> [*]: failed',
      's_sort --> [*]: failed',
      's_look --> s_person: failed',
      's_over --> [*]',
      's_done --> [*]: completed',
      'anywhere --> s_person: text == #34;person#34;',
      'anywhere --> anywhere: hours@1#58; text == #34;hours#34;',
      'anywhere --> anywhere: says#58; text == #34;hi#34;',
      's_ask --> s_ask: says#58; text == #34;why#34;',
    ]),
  );
});

/** What is written in an SVG, in order. */
const wordsIn = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);

test('the same is drawn as SVG: every state once, and what a flow says as text, whatever it is', () => {
  const root = project(files);
  const { text, data } = diagram(root, ['flows/a.yml'], { svg: 'a.svg' });
  const svg = readFileSync(path.join(root, 'a.svg'), 'utf8');
  const { width, height } = data as { width: number; height: number };
  expect(text).toBe(`a.svg is drawn, ${width} by ${height}.\n`);
  const words = wordsIn(svg);
  for (const state of ['hello', 'ask', 'pick', 'sort', 'look', 'shipped', 'person', 'other', 'over', 'done'])
    expect(words.filter((word) => word === state)).toEqual([state]);
  expect(words).toEqual(
    expect.arrayContaining([
      ...['any question', 'await · arrived', 'ends: completed', '→ ends · failed'],
      ...['↺ · says: text == &#34;hi&#34;', '↺ · says: text == &#34;why&#34;'],
    ]),
  );
  expect(words).toContain('“Hello &#60;b&#62;&#34;you&#34; &#38; all&#60;/b&#62;”');
  const frames = [...svg.matchAll(/<rect x="(-?\d+)" y="(-?\d+)" width="(\d+)" height="(\d+)"/g)];
  for (const [, x, y, w, h] of frames.map((frame) => frame.map(Number))) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(x! + w!).toBeLessThanOrEqual(width);
    expect(y! + h!).toBeLessThanOrEqual(height);
  }
});

test('a state that many others fail into is drawn with one line; the others say so in their boxes', () => {
  const asks = Array.from(
    { length: 8 },
    (_, index) =>
      `  ask${index}: { collect: s${index}, ask: What?, next: ${index < 7 ? `ask${index + 1}` : 'done'}, failed: lost }\n`,
  );
  const slots = asks.map((_, index) => `  s${index}: { schema: { type: string } }\n`);
  const yaml = `initial: ask0\nslots:\n${slots.join('')}states:\n${asks.join('')}  done: { final: completed }\n  lost: { final: lost }\n`;
  const root = project({ 'flows/a.yml': yaml });
  diagram(root, ['flows/a.yml'], { svg: 'a.svg' });
  const words = wordsIn(readFileSync(path.join(root, 'a.svg'), 'utf8'));
  expect(words.filter((word) => word === '→ lost · failed')).toHaveLength(7);
  expect(words.filter((word) => word === 'failed')).toHaveLength(1);
});

test('a flow that nobody could read as a drawing is not drawn', () => {
  const states = Array.from({ length: 201 }, (_, index) => `  s${index}: { say: Hm., next: s${index + 1} }\n`);
  const root = project({ 'flows/a.yml': `initial: s0\nstates:\n${states.join('')}  s201: { final: completed }\n` });
  expect(() => diagram(root, ['flows/a.yml'], { svg: 'a.svg' })).toThrow(
    'has 202 states, and no more than 200 are drawn',
  );
  expect(() => diagram(root, ['flows/a.yml'], { svg: '' })).toThrow('Name one flow.');
});
