import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { type Pulled, pullInto } from './pull-into';
import { misused, subcommand } from './subcommand';

const usage = 'pull [--dry-run] [--prefer database] [--json]';

/** `prompts pull`: writes into the files here what was made or changed in the product, ready for a commit. */
export const pull = subcommand({
  usage,
  options: { 'dry-run': { type: 'boolean' }, prefer: { type: 'string' } },
  async run({ graph, settings: { root }, words, values }) {
    if (words.length > 0) throw misused(usage, `"${words[0]}" says nothing here.`);
    if (values.prefer !== undefined && values.prefer !== 'database')
      throw misused(usage, `--prefer is "${values.prefer}"; expected database: what the files say stays unless told.`);
    const dryRun = values['dry-run'] === true;
    const pulled = await pullInto(graph, root, { dryRun, isPreferred: values.prefer === 'database' });
    return {
      data: { dryRun, written: pulled.written, conflicts: pulled.conflicts, files: filesOf(pulled) },
      text: textOfPull(pulled, dryRun),
      code: pulled.conflicts.length > 0 ? 1 : 0,
    };
  },
});

const filesOf = ({ name, text, files }: Pulled): string[] => [...files.keys(), ...(text === undefined ? [] : [name])];

function textOfPull(pulled: Pulled, dryRun: boolean): string {
  const { name, before, conflicts, text, files, written } = pulled;
  const patch = (file: string, old: string, now: string) =>
    createTwoFilesPatch(file, file, old, now, '', '', { context: 3, headerOptions: FILE_HEADERS_ONLY });
  const shown = dryRun
    ? [
        ...[...files].map(([file, content]) => patch(file, '', content)),
        text === undefined ? '' : patch(name, before, text),
      ]
    : filesOf(pulled).map((file) => `wrote ${file}\n`);
  const told = conflicts.map(({ prompt, path: at, message }) => `! ${prompt}${at && ` ${at}`}: ${message}\n`);
  const what = written.length === 1 ? '1 value' : `${written.length} values`;
  const end =
    written.length === 0 && conflicts.length === 0
      ? 'The files say what the product does.'
      : `${dryRun ? 'Would pull' : 'Pulled'} ${what}; ${conflicts.length} left as ${conflicts.length === 1 ? 'it is' : 'they are'}.`;
  return `${[...shown, ...told].join('')}${end}\n`;
}
