// Transpiles every workspace's src/ to dist/. Only what is newer than its output, so a second call costs milliseconds.
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const groups = ['packages', 'subgraphs', 'plugins'];
const workspaces = groups
  .flatMap((group) => fs.readdirSync(path.join(root, group)).map((name) => path.join(root, group, name)))
  .concat(path.join(root, 'gateway'))
  .filter((folder) => fs.existsSync(path.join(folder, 'src')));

const isSource = (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts');
const filesIn = (folder) =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { recursive: true, withFileTypes: true })
        .flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath ?? entry.path, entry.name)] : []))
    : [];
const changedAt = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const started = Date.now();
const settings = Math.max(changedAt(path.join(root, '.swcrc')), changedAt(path.join(root, 'package-lock.json')));
let built = 0;
for (const folder of workspaces) {
  const wanted = new Set();
  for (const source of filesIn(path.join(folder, 'src'))) {
    const target = path.join(folder, 'dist', path.relative(path.join(folder, 'src'), source)).replace(/\.ts$/, '.js');
    if (!isSource(source)) continue;
    wanted.add(target).add(`${target}.map`).add(target.replace(/\.js$/, '.d.ts'));
    if (changedAt(target) > Math.max(changedAt(source), settings)) continue;
    const { code, map } = require('@swc/core').transformFileSync(source, { configFile: path.join(root, '.swcrc') });
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(`${target}.map`, map);
    fs.writeFileSync(target, `${code}//# sourceMappingURL=${path.basename(target)}.map\n`);
    built += 1;
  }
  for (const output of filesIn(path.join(folder, 'dist'))) if (!wanted.has(output)) fs.rmSync(output);
}
if (built > 0) console.log(`Built ${built} file${built === 1 ? '' : 's'} in ${Date.now() - started} ms.`);
