import { diffText, type Paint, type VersionChange } from '@trialogue/prompts-subgraph/diff';
import { misused, subcommand } from '../sync/product-subcommand';
import { findVersion, referenceIn } from './named-prompt';
import { paintOf } from './paint';

const usage = 'prompts diff BEFORE [AFTER] [--json]   (such as meal@production meal@3; AFTER: the newest unless given)';

/** `prompts diff`: what differs between two versions of a prompt. */
export const diff = subcommand({
  usage,
  options: {},
  async run({ graph, words: [before, after, ...more], coloured }) {
    if (more.length > 0) throw misused(usage, `"${more[0]}" says nothing here.`);
    const from = referenceIn(usage, before);
    const to = after === undefined ? { name: from.name } : referenceIn(usage, after);
    if (to.name !== from.name) throw misused(usage, `${from.name} and ${to.name} are two prompts.`);
    const { version, versions } = await findVersion(
      graph,
      from,
      'number',
      'versions(first: 1) { edges { node { number } } }',
    );
    const later = after === undefined ? { ...to, number: versions.edges[0].node.number } : to;
    const answer = await findVersion(
      graph,
      later,
      `number changes(against: ${version.number}) { path kind before after words { kind text } }`,
    );
    const { number, changes } = answer.version as { number: number; changes: VersionChange[] };
    const [old, now] = [`${from.name}@${version.number}`, `${from.name}@${number}`];
    return {
      data: { before: old, after: now, changes },
      text: `${textOf(changes, `${old} → ${now}`, paintOf(coloured))}\n`,
    };
  },
});

const textOf = (changes: readonly VersionChange[], title: string, paint: Paint) =>
  changes.length === 0
    ? `${title}: nothing differs.`
    : `${paint.heading(title)}\n\n${diffText(changes, paint).trimEnd()}`;
