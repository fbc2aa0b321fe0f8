import { type ListedHeads, numbersOf, releaseKinds, type VersionedKind } from './heads';
import { parsePromptReference } from './prompt-reference';
import type { PolicyBody, PromptBody } from './release-bodies';
import { shown, suggestion } from './wording';

/** What heads of every kind have. */
type AnyHead = Pick<PromptBody, 'name' | 'versions'> &
  Partial<Pick<PromptBody, 'labels'> & Pick<PolicyBody, 'aliases'>>;

/** How people call what is published under a kind. */
const nouns: { readonly [kind in VersionedKind]: string } = { prompt: 'prompt', model: 'policy', flow: 'flow' };
const mostNumbers = 20;

/** Why a reference of a kind names nothing: what there is of that name, or the name that was probably meant. */
export function missingReference(heads: ListedHeads, kind: VersionedKind, value: string): string {
  const noun = nouns[kind];
  const missing = `there is no ${noun} ${shown(value)}`;
  const { name, number, label } = parsePromptReference(value) ?? {};
  const known = heads.heads<AnyHead>(releaseKinds[kind].head);
  const named = name === undefined ? undefined : known.find(({ key }) => key === name)?.body;
  if (!named) {
    const names = known.flatMap(({ key, body }) => [key, ...Object.keys(body.aliases ?? {})]);
    return `${missing}${suggestion(name ?? value, names)}`;
  }
  const numbers = `it has ${listed(numbersOf(named.versions))}`;
  if (number !== undefined) return `${missing}; ${numbers}`;
  if (label === undefined) return `the ${noun} ${shown(value)} has no active version; ${numbers}`;
  const labels = Object.keys(named.labels ?? {});
  if (labels.length === 0) return `${missing}; ${numbers}, and no labels`;
  return `${missing}; ${numbers}, and the labels ${labels.map(shown).join(', ')}${suggestion(label, labels)}`;
}

const listed = (numbers: readonly number[]): string =>
  numbers.length === 0
    ? 'no versions'
    : `${numbers.length > mostNumbers ? '…, ' : ''}${numbers.slice(-mostNumbers).join(', ')}`;
