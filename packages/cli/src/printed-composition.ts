import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { recallComposition } from '@trialogue/gateway';
import { subgraphs } from './subgraphs';

const folder = path.join(__dirname, '../../../schema');

/**
 * Recalls what the repository prints (`npm run schema`): a product whose plugins are the repository's is this graph, and
 * composes nothing when it starts. Without the repository around it there is nothing to recall.
 */
export function recallPrinted(): void {
  const printed = (name: string) => readFileSync(path.join(folder, `${name}.graphql`), 'utf8');
  if (!existsSync(path.join(folder, 'supergraph.graphql'))) return;
  const sdls = Object.keys(subgraphs).map((name) => ({ name, sdl: printed(name) }));
  recallComposition(sdls, printed('supergraph'));
}
