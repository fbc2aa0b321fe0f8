import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { repository } from './support/product';

const names = 'createTrialogue, createFixedTrialogue, definitionOf, TrialogueError';

test('applications that are ES modules import the client by name', () => {
  const source = `import { ${names} } from '@trialogue/client';
    import { createTrialogue as prompting } from '@trialogue/client/prompts';
    import { TrialogueProvider as Server } from '@trialogue/client/openfeature-server';
    import { TrialogueProvider as Web } from '@trialogue/client/openfeature-web';
    console.log([${names}, prompting, Server, Web].every((one) => typeof one === 'function'));`;
  const options = { cwd: repository, encoding: 'utf8' } as const;
  expect(execFileSync(process.execPath, ['--input-type=module', '--eval', source], options)).toBe('true\n');
});

test('a page’s bundler finds nothing of Node in it', async () => {
  const contents = `export { ${names} } from '@trialogue/client';
    export { createTrialogue as prompting } from '@trialogue/client/prompts';
    export { TrialogueProvider } from '@trialogue/client/openfeature-web';`;
  const { metafile } = await build({
    ...{ stdin: { contents, resolveDir: repository }, bundle: true, platform: 'browser', write: false, metafile: true },
  });
  const files = Object.keys(metafile.inputs);
  expect(files).toContain('packages/client/dist/page-host.js');
  expect(files.filter((file) => /node-host|file-keep|\.ts$/.test(file))).toEqual([]);
});
