import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateText } from './estimate-tokens';

const root = join(__dirname, '../../../..');
const samples = join(__dirname, 'samples');
const page = readFileSync(join(root, 'docs/prompts-guide.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+\.txt)`[^|]*\| (.*?) \| (.*?) \| (.*?) \|$/gm)];
const files = readdirSync(samples);

test('the guide has all samples that the estimate was fitted to', () => {
  const named = rows.map(([, file]) => file!);
  expect(named.filter((file) => files.includes(file)).sort()).toEqual([...files].sort());
  expect(named.length).toBe(files.length + 5);
});

test.each(rows.map(([, file, ...numbers]) => [file!, numbers] as const))(
  '%s has the numbers of the guide',
  (file, numbers) => {
    const text = readFileSync(join(files.includes(file) ? samples : join(root, 'prompts'), file), 'utf8');
    const [counted, estimated] = [countTokens(text), estimateText(text)];
    const off = Math.round((estimated / counted - 1) * 100);
    expect(numbers).toEqual([
      `${counted}`,
      `${Math.round(estimated)}`,
      `${off > 0 ? '+' : off < 0 ? '−' : ''}${Math.abs(off)} %`,
    ]);
  },
);
