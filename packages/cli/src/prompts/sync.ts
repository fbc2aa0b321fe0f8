import { isLeft, type Outcome } from '../apply/outcome';
import { entryText, summaryOf } from '../plan/plan-text';
import { promptsFileOf, type Renumbered, renumberFile } from './prompts-file';
import { misused, subcommand } from './subcommand';
import { readPrompts, type Synced, syncThroughGraph } from './sync-graph';
import { NotEditable } from './yaml-edits';

const usage = 'sync [--dry-run] [--on-edit error|new-version] [--prefer file|database] [--json]';
const onEdits = { error: 'ERROR', 'new-version': 'NEW_VERSION' } as const;
const sides = { file: 'FILE', database: 'DATABASE' } as const;

/** `prompts sync`: brings the product and the prompts of the files here together, and says where they do not agree. */
export const sync = subcommand({
  usage,
  options: { 'dry-run': { type: 'boolean' }, 'on-edit': { type: 'string' }, prefer: { type: 'string' } },
  async run({ graph, settings: { root }, words, values }) {
    if (words.length > 0) throw misused(usage, `"${words[0]}" says nothing here.`);
    const dryRun = values['dry-run'] === true;
    const onEdit = chosen(onEdits, 'on-edit', values['on-edit'] ?? 'error');
    const prefer = values.prefer === undefined ? undefined : chosen(sides, 'prefer', values.prefer);
    const synced = await syncThroughGraph(graph, root, readPrompts(root), { dryRun, onEdit, prefer });
    const unwritten = dryRun ? undefined : await writtenBack(root, synced.renumbered);
    const isFine = dryRun ? synced.converged : !synced.outcomes.some(isLeft) && unwritten === undefined;
    return {
      data: { dryRun, ...dataOf(synced), ...(unwritten !== undefined && { unwritten }) },
      text: `${[...linesOf(synced, dryRun, promptsFileOf(root)), unwritten].filter(Boolean).join('\n\n')}\n`,
      code: isFine ? 0 : 1,
    };
  },
});

/** Throws a SetupError for a word that is none of them. */
export function chosen<Value>(values: { readonly [word: string]: Value }, option: string, word: string): Value {
  if (Object.hasOwn(values, word)) return values[word]!;
  throw misused(usage, `--${option} is "${word}"; expected ${Object.keys(values).join(' or ')}.`);
}

/** Answers what could not be written, if anything. */
async function writtenBack(root: string, renumbered: readonly Renumbered[]): Promise<string | undefined> {
  try {
    await renumberFile(root, renumbered);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    return `${promptsFileOf(root)} ${error.message}: write the new numbers there yourself.`;
  }
}

const dataOf = ({ outcomes, ...synced }: Synced) => ({
  ...synced,
  entries: outcomes.map(({ result, ...entry }) => ({ ...entry, outcome: result })),
});

function linesOf({ outcomes, renumbered, databaseOnly, noCommit, converged }: Synced, dryRun: boolean, file: string) {
  const isTold = ({ result, notes, drift = [] }: Outcome) =>
    result !== 'UNCHANGED' || notes.length > 0 || drift.length > 0;
  const { create, update, unchanged, refused } = summaryOf(outcomes);
  return [
    ...outcomes.filter(isTold).map(entryText),
    renumbered.map((one) => renumberedText(one, dryRun, file)).join('\n'),
    databaseOnly.length > 0
      ? `In the product, and in no file; \`trialogue prompts pull\` writes them:\n${listed(databaseOnly)}`
      : '',
    noCommit === null
      ? ''
      : `No commit is recorded where files are ${noCommit.startsWith('not ') ? noCommit : `of none: ${noCommit}`}.`,
    `${dryRun ? 'Would be' : 'Sync:'} ${create} created, ${update} updated, ${unchanged} unchanged, ${refused} refused. ${
      converged ? 'Files and product agree.' : 'Files and product do not agree yet.'
    }`,
  ];
}

const listed = (ids: readonly string[]) => ids.map((id) => `    ${id}`).join('\n');

function renumberedText({ prompt, from, to, labels }: Renumbered, dryRun: boolean, file: string): string {
  const moved = labels.length > 0 ? `, with ${labels.join(', ')}` : '';
  return `${prompt}@${from} is published otherwise: what the file says of it ${dryRun ? 'would be' : 'is'} version ${to}${moved}${dryRun ? '' : `, and ${file} says so`}.`;
}
