import { canonicalJson } from '@trialogue/canonical-json';
import type { Graph } from '../../apply/apply';
import type { Exchanged } from './exchanged';
import { behaviourOf, type PortablePrompt, type PortableVersion, readPrompt } from './portable-prompt';

/**
 * Publishes what a prompt of elsewhere has and the product has not, and moves its labels to where they are there. What
 * the product has beside it stays. A version keeps its number; one without is the version here that does the same, or
 * else the next; it gets the scripted replies that it has there. So does the prompt its description. Doing it again changes
 * nothing.
 */
export async function bringIn(graph: Graph, prompt: PortablePrompt, dryRun: boolean): Promise<Exchanged[]> {
  const { name } = prompt;
  const before = await readPrompt(graph, name);
  const here = new Map(before?.versions.map((version) => [version.number!, version]));
  const exchanged: Exchanged[] = [];
  const taken = new Map<string, number>();
  for (const version of prompt.versions) {
    const number = version.number ?? numberOf(version, here, prompt);
    const entry = await bringVersionIn(graph, name, { ...version, number }, here.get(number), dryRun);
    exchanged.push(entry);
    if (entry.outcome === 'REFUSED') continue;
    if (!here.has(number)) here.set(number, version);
    taken.set(version.at, number);
  }
  exchanged.push(...(await bringDescriptionIn(graph, prompt, before?.description, here.size > 0, dryRun)));
  for (const [label, at] of Object.entries(prompt.labels)) {
    const number = taken.get(at);
    const from = Number(before?.labels[label] ?? 0);
    exchanged.push(
      number === undefined
        ? { subject: `${name}@${label}`, outcome: 'REFUSED', note: `its version, ${at}, was not taken over` }
        : await bringLabelIn(graph, { name, label, number, from }, dryRun),
    );
  }
  return exchanged;
}

/** That of the version that does the same, or the next one. */
function numberOf(version: PortableVersion, here: ReadonlyMap<number, PortableVersion>, { versions }: PortablePrompt) {
  const behaviour = behaviourOf(version);
  const same = [...here].find(([, one]) => behaviourOf(one) === behaviour);
  return same?.[0] ?? 1 + Math.max(0, ...here.keys(), ...versions.map(({ number = 0 }) => number));
}

async function bringVersionIn(
  graph: Graph,
  name: string,
  { at, ...version }: PortableVersion,
  before: PortableVersion | undefined,
  dryRun: boolean,
): Promise<Exchanged> {
  const entry = { subject: `${name}@${version.number}`, other: at };
  if (before && behaviourOf(before) === behaviourOf({ at, ...version }))
    return bringRepliesIn(graph, name, before, { ...entry, replies: version.replies }, dryRun);
  if (before) {
    const note = 'does something else here, and a published version never changes: publish it there as a new one';
    return { ...entry, outcome: 'REFUSED', note };
  }
  if (dryRun) return { ...entry, outcome: 'CREATED' };
  return attempted(entry, async () => {
    await graph(createDocument, { input: { name, ...version } });
    return { ...entry, outcome: 'CREATED' };
  });
}

/** Into a version that is here; what is said of it otherwise stays as it is here. */
async function bringRepliesIn(
  graph: Graph,
  name: string,
  { at: _, ...here }: PortableVersion,
  { replies, ...entry }: Pick<Exchanged, 'subject' | 'other'> & Pick<PortableVersion, 'replies'>,
  dryRun: boolean,
): Promise<Exchanged> {
  if (replies.length === 0 || canonicalJson(replies) === canonicalJson(here.replies))
    return { ...entry, outcome: 'UNCHANGED' };
  const done = { ...entry, outcome: 'UPDATED', note: 'its scripted replies' } as const;
  if (dryRun) return done;
  return attempted(entry, async () => {
    await graph(createDocument, { input: { name, ...here, replies } });
    return done;
  });
}

/** Nothing where none is there, or nothing of the prompt is here. */
async function bringDescriptionIn(
  graph: Graph,
  { name, description }: PortablePrompt,
  before: string | undefined,
  isHere: boolean,
  dryRun: boolean,
): Promise<Exchanged[]> {
  if (description === '' || description === before || !isHere) return [];
  const done = { subject: name, outcome: before ? 'UPDATED' : 'CREATED', note: 'its description' } as const;
  if (dryRun) return [done];
  return [
    await attempted({ subject: name }, async () => {
      await graph(describeDocument, { name, description });
      return done;
    }),
  ];
}

async function bringLabelIn(
  graph: Graph,
  label: { readonly name: string; readonly label: string; readonly number: number; readonly from: number },
  dryRun: boolean,
): Promise<Exchanged> {
  const { name, number, from } = label;
  const subject = `${name}@${label.label}`;
  if (from === number) return { subject, outcome: 'UNCHANGED' };
  const note = from === 0 ? `on version ${number}` : `from version ${from} to ${number}`;
  const done = { subject, outcome: from === 0 ? 'CREATED' : 'UPDATED', note } as const;
  if (dryRun) return done;
  return attempted({ subject }, async () => {
    await graph(labelDocument, { ...label });
    return done;
  });
}

/** What the product refuses is told; what hinders it ends everything. */
async function attempted(
  entry: Pick<Exchanged, 'subject' | 'other'>,
  work: () => Promise<Exchanged>,
): Promise<Exchanged> {
  try {
    return await work();
  } catch (error) {
    const { extensions } = error as { extensions?: { problems?: readonly Problem[]; retryable?: boolean } };
    if (!extensions || extensions.retryable) throw error;
    const problems = (extensions.problems ?? []).map(({ path, message }) => `${pathText(path)}: ${message}`);
    return { ...entry, outcome: 'REFUSED', note: problems.join('; ') || (error as Error).message };
  }
}

interface Problem {
  readonly path: string | readonly (string | number)[];
  readonly message: string;
}

const pathText = (path: Problem['path']) => (typeof path === 'string' ? path : path.join('.'));

const createDocument =
  'mutation ImportVersion($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }';
const describeDocument =
  'mutation ImportDescription($name: ID!, $description: String!) { describePrompt(name: $name, description: $description) { name } }';
const labelDocument = `mutation ImportLabel($name: ID!, $number: Int!, $label: String!, $from: Int) {
  labelPromptVersion(name: $name, version: $number, label: $label, from: $from) { id }
}`;
