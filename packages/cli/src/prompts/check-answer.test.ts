import type { Graph } from '../apply/apply';
import { readPrompt } from './exchange/portable-prompt';
import { registryPrompts } from './registry-prompts';

const pageInfo = { hasNextPage: false };
const answering = (name: unknown, number: unknown): Graph => {
  const node = { number, messages: [], variables: [], source: {}, content: {} };
  const prompt = { name, description: '', labels: [], versions: { edges: [{ node }], pageInfo } };
  return async () => ({ prompt, prompts: { edges: [{ node: prompt }], pageInfo } });
};

test.each([
  ['../../evil', 1],
  ['/etc/evil', 1],
  ['evil', '../../1'],
  ['evil', null],
  [{ toString: 'evil' }, 1],
])('a prompt %j with the version %j never becomes a file', async (name, number) => {
  const graph = answering(name, number);
  await expect(registryPrompts(graph)).rejects.toThrow('no Trialogue');
  await expect(readPrompt(graph, name as string)).rejects.toThrow('no Trialogue');
});

test('what the product answers is taken', async () => {
  expect(await registryPrompts(answering('soup', 1))).toMatchObject([{ name: 'soup', versions: [{ number: 1 }] }]);
  expect(await readPrompt(answering('soup', 1), 'soup')).toMatchObject({ name: 'soup', versions: [{ number: 1 }] });
});
