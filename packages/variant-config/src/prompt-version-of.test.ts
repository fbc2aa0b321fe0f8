import type { Heads } from './heads';
import { parsePromptReference } from './prompt-reference';
import { promptVersionOf } from './prompt-version-of';

const statuses: { readonly [reference: string]: string } = {
  'meal@1': 'ACTIVE',
  'meal@2': 'ACTIVE',
  'meal@10': 'DRAFT',
  'calm@1': 'ACTIVE',
  'calm@9': 'ACTIVE',
  'calm@10': 'ACTIVE',
  'calm@11': 'ARCHIVED',
  'idle@1': 'DRAFT',
};
const labels: { readonly [name: string]: object } = { meal: { production: 1, next: 10, gone: 7 }, calm: {}, idle: {} };

const heads: Heads = {
  head<Body>(kind: string, key: string) {
    const body = kind === 'prompt' ? promptNamed(key) : statuses[key] && { status: statuses[key] };
    return body ? { hash: `hash of ${key}`, body: body as Body } : undefined;
  },
};
const promptNamed = (name: string) => {
  const keys = Object.keys(statuses).filter((key) => key.startsWith(`${name}@`));
  const versions = Object.fromEntries(keys.map((key) => [key.split('@')[1], `hash of ${key}`]));
  return labels[name] && { name, labels: labels[name], versions };
};

test.each<[string, string | undefined, string]>([
  ['meal@2', 'meal@2', 'a number'],
  ['meal@next', 'meal@10', 'a label, a draft’s too'],
  ['meal', 'meal@1', '`production`, though a newer one is active'],
  ['calm', 'calm@10', 'the newest active one, by number and not by text'],
  ['calm@11', 'calm@11', 'an archived version by its number'],
  ['calm@production', undefined, 'a label that was asked for and is not there'],
  ['calm@constructor', undefined, 'a label that every object inherits'],
  ['meal@gone', undefined, 'a label on a version that is not there'],
  ['meal@3', undefined, 'a number that is not there'],
  ['idle', undefined, 'nothing active'],
  ['nobody', undefined, 'no such prompt'],
])('%s is %s: %s', (reference, found) => {
  const version = promptVersionOf(heads, parsePromptReference(reference)!);
  expect(version && [version.reference, version.hash]).toEqual(found && [found, `hash of ${found}`]);
});
