import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { repository, temporaryFolder } from './product';

/** Packs a package's folder, as publishing would; answers the tarball. */
export function pack(folder: string): string {
  const into = temporaryFolder();
  const args = ['pack', '--json', '--pack-destination', into];
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: path.resolve(repository, folder), encoding: 'utf8' }));
  return path.join(into, packed.filename.replace('@', '').replace('/', '-'));
}

/** Puts what a tarball holds where npm would put it; nothing that it depends on. */
export function unpack(tarball: string, project: string, name: string): void {
  const folder = path.join(project, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', folder]);
}
