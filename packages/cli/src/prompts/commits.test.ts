import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { project } from '../apply/testing/project';
import { openTestProduct, type TestProduct } from '../testing/test-product';
import { files, list, promptsOf, read, replace, write } from './testing/files-and-product';

let on: TestProduct;
let prompts: ReturnType<typeof promptsOf>;
beforeAll(async () => {
  on = await openTestProduct();
  prompts = promptsOf(on.graph);
}, 120_000);
afterAll(() => on.close());

describe('in a Git repository', () => {
  const git = (root: string, ...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-C', root, ...words], { stdio: 'pipe' })
      .toString()
      .trim();
  const commit = (root: string) => {
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'more');
    return git(root, 'rev-parse', 'HEAD');
  };
  const repository = (name: string) => {
    const root = project(files(name));
    git(root, 'init', '-q');
    return root;
  };

  test('the commit of files that are as it has them is recorded, and stays the first one', async () => {
    const root = repository('committed');
    const first = commit(root);
    const synced = await prompts.sync(root);
    expect(synced).toMatchObject({ commit: first, noCommit: null });
    const source = async () => (await prompts.standing('committed')).versions[1].source;
    expect(await source()).toEqual({ file: 'prompts/committed.txt', commit: first });
    appendFileSync(path.join(root, list), '# more\n');
    const second = commit(root);
    expect(await prompts.sync(root)).toMatchObject({ commit: second, outcomes: [{ result: 'UNCHANGED' }] });
    expect(await source()).toMatchObject({ commit: first });
  });

  test('without a commit it is said why, and it is recorded once there is one', async () => {
    const root = repository('dirty');
    expect(await prompts.sync(root)).toMatchObject({ commit: null, noCommit: 'the repository has no commit yet' });
    write(root, 'other.txt', 'x');
    git(root, 'add', 'other.txt');
    git(root, 'commit', '-qm', 'other');
    const { noCommit } = await prompts.sync(root, { dryRun: true });
    expect(noCommit).toBe('not committed as they are: config/prompts.yml, prompts/dirty.txt');
    const hash = commit(root);
    expect(await prompts.results(root)).toEqual(['UPDATED']);
    expect((await prompts.standing('dirty')).versions[1].source).toMatchObject({ commit: hash });
    expect(await prompts.results(root)).toEqual(['UNCHANGED']);
  });

  test('what is not committed is never overwritten unless told', async () => {
    const root = repository('uncommitted');
    commit(root);
    await prompts.sync(root);
    replace(root, list, 'production: 1', 'production: 1\n      canary: 1');
    await prompts.sync(root);
    await prompts.create('uncommitted', 'Second.');
    await prompts.label('uncommitted', 2, 'canary');
    await prompts.label('uncommitted', 2, 'production');
    const pulled = await prompts.pull(root, 'uncommitted');
    expect(pulled.written.sort()).toEqual(['labels.production.version', 'versions.2']);
    expect(pulled.conflicts).toEqual([['labels.canary.version', expect.stringContaining('not committed')]]);
    expect(read(root)).toContain('canary: 1');
    expect((await prompts.pull(root, 'uncommitted', { isPreferred: true })).written).toEqual(['labels.canary.version']);
    expect(read(root)).toContain('canary: 2');
  });
});
