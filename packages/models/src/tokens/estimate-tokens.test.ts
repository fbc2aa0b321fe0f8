import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateText, estimateTokens } from './estimate-tokens';

const root = join(__dirname, '../../../..');
const textsIn = (folder: string, ending: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
const off = (text: string) => estimateText(text) / countTokens(text) - 1;

test.each([...textsIn(join(root, 'prompts'), '.txt'), ...textsIn(join(__dirname, 'samples'), '.txt')])(
  '%s, of the texts that it was fitted to, is estimated to 11 %%',
  (_, text) => expect(Math.abs(off(text))).toBeLessThan(0.11),
);

test.each([...textsIn(join(root, 'prompts'), '.yml'), ...textsIn(join(root, 'docs'), '.md')])(
  '%s, which it has not seen, is estimated to 20 %%',
  (_, text) => expect(Math.abs(off(text))).toBeLessThan(0.2),
);

test('a request is its texts, and what is around its messages', () => {
  const messages = [
    { role: 'system', text: 'Be kind.' },
    { role: 'user', text: '' },
  ] as const;
  const estimate = (model: string) => estimateTokens({ provider: 'anthropic', model, messages });
  expect(estimate('claude-sonnet-4-5')).toBe(Math.ceil(estimateText('Be kind.')) + 11);
  expect(estimate('claude-sonnet-5-5')).toBe(Math.ceil(estimateText('Be kind.') * 1.3) + 11);
  expect(estimate('claude-sonnet-5.5')).toBe(estimate('claude-sonnet-5-5'));
});

test.each(['', ' ', '\u0000', '\ud800', '🍜🍜', '﷽', 'ก็', '١٢٣'])('%j is counted, whatever it is', (text) => {
  expect(estimateText(text)).toBeGreaterThanOrEqual(0);
  expect(estimateText(text)).toBeLessThan(4);
});
