import { isLeft, type Outcome } from '../apply/outcome';
import { entryText, summaryOf } from '../plan/plan-text';
import { listFileOf, type Renumbered, renumberFile } from './list-file';
import { misused, type Subcommand, subcommand } from './product-subcommand';
import { readSynced, type Synced, type SyncedKind, syncThroughGraph } from './sync-graph';
import { NotEditable } from './yaml-edits';

const onEdits = { error: 'ERROR', 'new-version': 'NEW_VERSION' } as const;
const sides = { file: 'FILE', database: 'DATABASE' } as const;

/** `prompts sync`, `flows sync`: brings the product and the list in the files here together, and says where they do not agree. */
export function syncCommand(kind: SyncedKind): Subcommand {
  const { list, noun } = kind.list;
  const usage = `${list} sync [--dry-run] [--on-edit error|new-version] [--prefer file|database] [--json]`;
  return subcommand({
    usage,
    options: { 'dry-run': { type: 'boolean' }, 'on-edit': { type: 'string' }, prefer: { type: 'string' } },
    async run({ graph, settings: { root }, words, values }) {
      if (words.length > 0) throw misused(usage, `"${words[0]}" says nothing here.`);
      const dryRun = values['dry-run'] === true;
      const onEdit = chosen(usage, onEdits, 'on-edit', values['on-edit'] ?? 'error');
      const prefer = values.prefer === undefined ? undefined : chosen(usage, sides, 'prefer', values.prefer);
      const synced = await syncThroughGraph(kind, graph, root, readSynced(kind, root), { dryRun, onEdit, prefer });
      const unwritten = dryRun ? undefined : await writtenBack(root, list, synced.renumbered);
      const isFine = dryRun ? synced.converged : !synced.outcomes.some(isLeft) && unwritten === undefined;
      const text = [...linesOf(synced, dryRun, list, listFileOf(root, list)), unwritten].filter(Boolean).join('\n\n');
      return {
        data: { dryRun, ...dataOf(synced, noun), ...(unwritten !== undefined && { unwritten }) },
        text: `${text}\n`,
        code: isFine ? 0 : 1,
      };
    },
  });
}

/** Throws a SetupError for a word that is none of them. */
function chosen<Value>(usage: string, values: { readonly [word: string]: Value }, option: string, word: string): Value {
  if (Object.hasOwn(values, word)) return values[word]!;
  throw misused(usage, `--${option} is "${word}"; expected ${Object.keys(values).join(' or ')}.`);
}

/** Answers what could not be written, if anything. */
async function writtenBack(root: string, list: string, renumbered: readonly Renumbered[]): Promise<string | undefined> {
  try {
    await renumberFile(root, list, renumbered);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    return `${listFileOf(root, list)} ${error.message}: write the new numbers there yourself.`;
  }
}

const dataOf = ({ outcomes, renumbered, ...synced }: Synced, noun: string) => ({
  ...synced,
  renumbered: renumbered.map(({ name, ...one }) => ({ [noun]: name, ...one })),
  entries: outcomes.map(({ result, ...entry }) => ({ ...entry, outcome: result })),
});

function linesOf(
  { outcomes, renumbered, databaseOnly, noCommit, converged }: Synced,
  dryRun: boolean,
  list: string,
  file: string,
) {
  const isTold = ({ result, notes, drift = [] }: Outcome) =>
    result !== 'UNCHANGED' || notes.length > 0 || drift.length > 0;
  const { create, update, unchanged, refused } = summaryOf(outcomes);
  return [
    ...outcomes.filter(isTold).map(entryText),
    renumbered.map((one) => renumberedText(one, dryRun, list, file)).join('\n'),
    databaseOnly.length > 0
      ? `In the product, and in no file; \`trialogue ${list} pull\` writes them:\n${listed(databaseOnly)}`
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

function renumberedText({ name, from, to, labels }: Renumbered, dryRun: boolean, list: string, file: string): string {
  const moved = labels.length > 0 ? `, with ${labels.join(', ')}` : '';
  const now = dryRun ? 'would be' : 'is';
  const said = dryRun ? '' : `, and ${file} says so`;
  const kept = `${name}@${from} stays in the product, and ${now} in no file: \`trialogue ${list} pull\` writes it into one.`;
  return `${name}@${from} is published otherwise: what the file says of it ${now} version ${to}${moved}${said}. ${kept}`;
}
