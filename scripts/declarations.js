// Writes the type declarations of workspaces that others compile against (those with a tsconfig.declarations.json), where a
// source is newer than they are. What does not compile is said, and stops nobody who only wants to start the product.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const changedAt = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

for (const name of fs.readdirSync(path.join(root, 'packages'))) {
  const folder = path.join(root, 'packages', name);
  const project = path.join(folder, 'tsconfig.declarations.json');
  if (!fs.existsSync(project)) continue;
  const sources = fs.readdirSync(path.join(folder, 'src'), { recursive: true }).filter((file) => file.endsWith('.ts'));
  const newest = Math.max(changedAt(project), ...sources.map((file) => changedAt(path.join(folder, 'src', file))));
  if (changedAt(path.join(folder, 'dist/index.d.ts')) > newest) continue;
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
  if (status !== 0)
    console.warn(`The types of packages/${name} are not as they should be:\n${stdout ?? ''}${stderr ?? ''}`);
}
