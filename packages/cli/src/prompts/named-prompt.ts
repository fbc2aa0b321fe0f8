import { SetupError } from '@trialogue/errors';
import { formatPromptReference, type PromptReference, parsePromptReference } from '@trialogue/variant-config';
import type { Graph } from '../apply/apply';
import { misused } from '../sync/product-subcommand';

/** What `meal@2`, `meal@production` or `meal` names. Throws a SetupError for anything else. */
export function referenceIn(usage: string, word: string | undefined): PromptReference {
  const reference = parsePromptReference(word ?? '');
  if (reference) return reference;
  throw misused(usage, word === undefined ? 'Name a prompt.' : `"${word}" names no version of a prompt.`);
}

/**
 * A version of the running product, as `selection` wants it; without number or label, the one that is served by default.
 * Throws a SetupError when there is none.
 *
 * @param selection fields of `PromptVersion`
 * @param beside fields of `Prompt`
 */
export async function findVersion(
  graph: Graph,
  { name, number, label }: PromptReference,
  selection: string,
  beside = '',
) {
  const document = `query PromptVersion($name: ID!, $number: Int, $label: String) {
    prompt(name: $name) { ${beside} version(number: $number, label: $label) { ${selection} } }
  }`;
  const { prompt } = await graph(document, { name, number, label });
  const help = '`npx trialogue prompts list` shows which there are.';
  if (!prompt) throw new SetupError(`There is no prompt ${name}.`, help);
  if (prompt.version) return prompt;
  const reference = formatPromptReference({ name, number, label });
  const reason = number === undefined && label === undefined ? 'has no active version' : 'is no version of it';
  throw new SetupError(`There is a prompt ${name}, and ${reference} ${reason}.`, help);
}
