import type { Act } from './act';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Says what failed and what to do next; answers how many failed. */
export function report(acts: readonly Act[], url: string): number {
  const failed = acts.filter(({ failure }) => failure);
  if (failed.length > 0) {
    say(`\n${failed.length} of ${acts.length} failed:`);
    const kinds = new Set(
      failed.map(({ experiment, failure }) => `  ${experiment}: ${failure!.code}: ${failure!.message}`),
    );
    for (const kind of [...kinds].slice(0, 10)) say(kind);
    say('docs/errors.md says what each code means.');
  } else {
    say(`\nAll ${acts.length} executions completed.`);
  }
  if (acts.some(({ standIn }) => standIn))
    say('Stand-ins answered, and results leave those out unless asked for. docs/settings.md names the real models.');
  const home = url.replace(/\/graphql$/, '');
  say(
    [
      '\nNext:',
      `  look        ${home}/explorer`,
      `  talk        ${home}/chat`,
      '  your own    docs/choosing-project-type.md',
    ].join('\n'),
  );
  return failed.length;
}
