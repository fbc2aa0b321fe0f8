import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFile } from './plugins/project-file';

const root = mkdtempSync(path.join(tmpdir(), 'trialogue-undo-'));
const file = path.join(root, 'config/plugins.yml');
mkdirSync(path.dirname(file));
afterAll(() => rmSync(root, { recursive: true }));
const put = () => projectFile({ root }).put({ path: './own', options: {}, secrets: [] });

test('what was put is undone to the byte, unless somebody has written since', async () => {
  await (await put())();
  expect(existsSync(file)).toBe(false);
  const text = '# ours\nplugins: [] # none yet';
  writeFileSync(file, text);
  const undo = await put();
  expect(readFileSync(file, 'utf8')).not.toBe(text);
  await undo();
  expect(readFileSync(file, 'utf8')).toBe(text);
  const late = await put();
  writeFileSync(file, 'plugins: []\n');
  await late();
  expect(readFileSync(file, 'utf8')).toBe('plugins: []\n');
});
