import { setTimeout as pause } from 'node:timers/promises';
import type { GraphClient } from './graph-client';

export interface VariantCounts {
  readonly experiment: string;
  readonly variant: string;
  readonly exposures: number;
  readonly completions: number;
  readonly failures: number;
}

const document = `query($key: ID!) {
  experiment(key: $key) {
    results(includeStandIn: true) { variants { variant { key } exposures completions failures } }
  }
}`;

/** What the graph has counted, for each variant of these experiments, stand-ins included. */
export async function readResults(graph: GraphClient, experiments: readonly string[]): Promise<VariantCounts[]> {
  const answers = await Promise.all(experiments.map((key) => graph.ask(document, { key })));
  return answers.flatMap(({ experiment }, place) =>
    experiment.results.variants.map(({ variant, ...counts }: any) => ({
      experiment: experiments[place],
      variant: variant.key,
      ...counts,
    })),
  );
}

const patienceMs = 20_000;

/** Reads until the executions that were made since `before` are counted; after 20 s, what is there. */
export async function resultsAfter(
  graph: GraphClient,
  experiments: readonly string[],
  before: readonly VariantCounts[],
  executions: number,
): Promise<VariantCounts[]> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const now = await readResults(graph, experiments);
    if (total(now) - total(before) >= executions || Date.now() > end) return now;
    await pause(200);
  }
}

const total = (counts: readonly VariantCounts[]): number =>
  counts.reduce((sum, { completions, failures }) => sum + completions + failures, 0);

/** Columns under their names, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => `${row[column]}`.length)));
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, column) =>
        typeof rows[0]?.[column] === 'number' ? `${cell}`.padStart(widths[column]!) : `${cell}`.padEnd(widths[column]!),
      )
      .join('   ');
  return [head, widths.map((width) => '─'.repeat(width)), ...rows].map((row) => `  ${line(row)}`).join('\n');
}
