import type { Report } from '../../subcommands';
import { tableText } from '../table-text';

/** What became of one version, or of a label, that was taken from one place to another. */
export interface Exchanged {
  /** `meal@2`, or `meal@production` for a label. */
  readonly subject: string;
  readonly outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED' | 'LEFT_OUT';
  /** What it is called at the other end. */
  readonly other?: string;
  /** Why it was refused or left out, or what is to be known of it. */
  readonly note?: string;
}

/** Code 1 when something was refused. */
export function exchangeReport(all: readonly Exchanged[], dryRun: boolean): Report {
  const rows = all
    .filter(({ outcome, note }) => outcome !== 'UNCHANGED' || note)
    .map(({ subject, outcome, other = '', note = '' }) => [
      subject,
      outcome.toLowerCase().replace('_', ' '),
      other,
      note,
    ]);
  const count = (outcome: Exchanged['outcome']) => all.filter((one) => one.outcome === outcome).length;
  const counts = `${count('CREATED')} created, ${count('UPDATED')} updated, ${count('UNCHANGED')} unchanged, ${count('LEFT_OUT')} left out, ${count('REFUSED')} refused`;
  const table = rows.length > 0 ? `${tableText(['prompt', 'outcome', 'there', 'note'], rows)}\n\n` : '';
  return {
    data: { dryRun, entries: all },
    text: `${table}${counts}${dryRun ? ' (nothing was done: --dry-run)' : ''}.\n`,
    code: count('REFUSED') > 0 ? 1 : 0,
  };
}
