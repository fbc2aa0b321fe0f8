import type { Problem } from '@trialogue/errors';
import { type ListedHeads, numbersOf, releaseKinds, type VersionedKind } from './heads';
import { parseModelUri, policyVersionServing } from './model-uri';
import { parsePromptReference } from './prompt-reference';
import type { PolicyBody, PromptBody } from './release-bodies';
import { amongNames, shown, suggestion } from './wording';

/** What heads of every kind have. */
type AnyHead = Pick<PromptBody, 'name' | 'versions'> &
  Partial<Pick<PromptBody, 'labels'> & Pick<PolicyBody, 'aliases'>>;

/** How people call what is published under a kind. */
const nouns: { readonly [kind in VersionedKind]: string } = { prompt: 'prompt', model: 'policy', flow: 'flow' };
const mostNumbers = 20;

/** Why a reference of a kind names nothing: what there is of that name, or the name that was probably meant. */
export function missingReference(heads: ListedHeads, kind: VersionedKind, value: string): Omit<Problem, 'path'> {
  const noun = nouns[kind];
  const found = shown(value);
  const uri = kind === 'model' ? parseModelUri(value) : undefined;
  const serving = uri && policyVersionServing(heads, uri);
  if (serving && 'message' in serving) return { message: serving.message, found };
  const missing = `there is no ${noun} ${found}`;
  const { name, number, label } = parsePromptReference(value) ?? {};
  const known = heads.heads<AnyHead>(releaseKinds[kind].head);
  const named = name === undefined ? undefined : known.find(({ key }) => key === name)?.body;
  if (!named) {
    const names = known.flatMap(({ key, body }) => [key, ...Object.keys(body.aliases ?? {})]);
    return { message: `${missing}${suggestion(name ?? value, names)}`, ...amongNames(name ?? value, names), found };
  }
  const versions = listed(numbersOf(named.versions));
  const numbers = `it has ${versions}`;
  const about = { found, expected: `one of its versions: ${versions}` };
  if (number !== undefined) return { message: `${missing}; ${numbers}`, ...about };
  if (label === undefined) return { message: `the ${noun} ${found} has no active version; ${numbers}`, ...about };
  const labels = Object.keys(named.labels ?? {});
  if (labels.length === 0) return { message: `${missing}; ${numbers}, and no labels`, ...about };
  const listedLabels = labels.map(shown).join(', ');
  return {
    message: `${missing}; ${numbers}, and the labels ${listedLabels}${suggestion(label, labels)}`,
    found,
    expected: `${about.expected}, or of its labels: ${listedLabels}`,
    nearest: amongNames(label, labels).nearest,
  };
}

const listed = (numbers: readonly number[]): string =>
  numbers.length === 0
    ? 'no versions'
    : `${numbers.length > mostNumbers ? '…, ' : ''}${numbers.slice(-mostNumbers).join(', ')}`;
