import type { ProjectList } from '@trialogue/subgraph';
import { fileOf } from '../apply/entries';
import { type CommittedList, readFileList } from '../apply/lists';
import type { Outcome } from '../apply/outcome';
import type { Settings } from '../settings';
import { renumberFile } from './list-file';

/** A list in the files of the project that a product runs in. */
export const projectList = <Input>(
  list: CommittedList,
  { root, secret }: Pick<Settings, 'root' | 'secret'>,
): ProjectList<Input> => ({
  async read() {
    if (fileOf(root, list.list) === undefined) return undefined;
    const read = readFileList(list, { root, environment: secret });
    const { inputs, noCommit } = await list.completed(root, read);
    const refused = read.refused.map((one) => refusedEntry(one, list.noun));
    return { entries: inputs as readonly Input[], refused, noCommit };
  },

  renumber: (renumbered) =>
    renumberFile(
      root,
      list.list,
      [...renumbered].flatMap(([name, some]) => some.map((one) => ({ name, ...one }))),
    ),
});

const refusedEntry = ({ file: entryFile, subject, notes }: Outcome, noun: string) => ({
  subject: subject.startsWith(`${noun} `) ? subject.slice(noun.length + 1) : subject,
  problems: notes.map(({ file = entryFile, line, column, path, message }) => ({
    path: path.split('.').filter(Boolean),
    message: `${message} (${file}:${line}:${column})`,
  })),
});
