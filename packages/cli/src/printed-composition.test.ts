import { readFileSync } from 'node:fs';
import path from 'node:path';
import workers from 'node:worker_threads';
import { compose } from '@trialogue/gateway';
import { recallPrinted } from './printed-composition';

const printed = (name: string) => readFileSync(path.join(__dirname, `../../../schema/${name}.graphql`), 'utf8');

test('what the repository prints is composed without a worker, and nothing else is', async () => {
  const composer = jest.spyOn(workers, 'Worker').mockImplementation(() => {
    throw new Error('composed');
  });
  recallPrinted();
  const shipped = ['experiments', 'prompts', 'analytics', 'flows'].map((name) => ({ name, sdl: printed(name).trim() }));
  expect(await compose(shipped)).toEqual({ supergraphSdl: printed('supergraph') });
  expect(composer).not.toHaveBeenCalled();
  await expect(compose(shipped.slice(1))).rejects.toThrow('composed');
});
