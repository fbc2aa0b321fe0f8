import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { misused, type Subcommand, subcommand } from './product-subcommand';
import { type Pulled, type PulledKind, pullInto } from './pull-into';

/** `prompts pull`, `flows pull`: writes into the files here what was made or changed in the product, ready for a commit. */
export function pullCommand(kind: PulledKind): Subcommand {
  const usage = `${kind.list.list} pull [--dry-run] [--prefer database] [--json]`;
  return subcommand({
    usage,
    options: { 'dry-run': { type: 'boolean' }, prefer: { type: 'string' } },
    async run({ graph, settings: { root }, words, values }) {
      if (words.length > 0) throw misused(usage, `"${words[0]}" says nothing here.`);
      if (values.prefer !== undefined && values.prefer !== 'database')
        throw misused(
          usage,
          `--prefer is "${values.prefer}"; expected database: what the files say stays unless told.`,
        );
      const dryRun = values['dry-run'] === true;
      const pulled = await pullInto(kind, graph, root, { dryRun, isPreferred: values.prefer === 'database' });
      const named = <One extends { readonly name: string }>(some: readonly One[]) =>
        some.map(({ name, ...one }) => ({ [kind.list.noun]: name, ...one }));
      return {
        data: { dryRun, written: named(pulled.written), conflicts: named(pulled.conflicts), files: filesOf(pulled) },
        text: textOfPull(pulled, dryRun),
        code: pulled.conflicts.length > 0 ? 1 : 0,
      };
    },
  });
}

const filesOf = ({ file, text, files }: Pulled): string[] => [...files.keys(), ...(text === undefined ? [] : [file])];

function textOfPull(pulled: Pulled, dryRun: boolean): string {
  const { file: list, before, conflicts, text, files, written } = pulled;
  const patch = (file: string, old: string, now: string) =>
    createTwoFilesPatch(file, file, old, now, '', '', { context: 3, headerOptions: FILE_HEADERS_ONLY });
  const shown = dryRun
    ? [
        ...[...files].map(([file, content]) => patch(file, '', content)),
        text === undefined ? '' : patch(list, before, text),
      ]
    : filesOf(pulled).map((file) => `wrote ${file}\n`);
  const told = conflicts.map(({ name: of, path: at, message }) => `! ${of}${at && ` ${at}`}: ${message}\n`);
  const what = written.length === 1 ? '1 value' : `${written.length} values`;
  const end =
    written.length === 0 && conflicts.length === 0
      ? 'The files say what the product does.'
      : `${dryRun ? 'Would pull' : 'Pulled'} ${what}; ${conflicts.length} left as ${conflicts.length === 1 ? 'it is' : 'they are'}.`;
  return `${[...shown, ...told].join('')}${end}\n`;
}
