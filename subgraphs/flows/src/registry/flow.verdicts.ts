import { canonicalJson } from '@trialogue/canonical-json';
import { flowProblems, isFlowShaped } from '@trialogue/flow-engine';
import { isName, type Tables } from '@trialogue/subgraph';
import { headsWith, type IncludedFlows, type ListedHeads, parsePromptReference } from '@trialogue/variant-config';
import { In, Not } from 'typeorm';
import { answersOf } from './flow.calls';
import { pinFlows } from './flow.includes';
import type { ApplyFlowInput, ApplyFlowVersionInput } from './flow.input';
import { type FlowLookup, lookUpIn } from './flow.lookup';
import { mostVersions } from './flow-version.check';
import { asDefinition, bodyOf, checksumOf, contentOf, doesTheSame } from './flow-version.content';
import { FlowStatus, FlowVersion } from './flow-version.entity';
import { definitionTooLarge, type Verdict, verdictOn } from './flow-version.verdict';

/** What there is to say of a version that is to be written, with what it would include. */
export interface Judged {
  readonly verdict: Verdict;
  /** Undefined: nothing. */
  readonly flows?: IncludedFlows;
  /** It names other flows, which may be others a moment later. */
  readonly includes?: true;
}

const nothing: Verdict = { errors: [], doubts: [] };

/**
 * Judges the versions of all entries before anything is locked, with the flows that they would include as far as those
 * are known by then. A version that is published as it stands is not refused for what the verifier has learnt since: it
 * is doubted, and not judged at all when nobody asks.
 *
 * @param entries each after those that it includes
 * @param isTrial somebody asks
 */
export async function judgeEntries(
  tables: Tables,
  heads: ListedHeads,
  entries: readonly ApplyFlowInput[],
  isTrial: boolean,
): Promise<ReadonlyMap<ApplyFlowVersionInput, Judged>> {
  const published = await publishedVersions(tables, entries);
  const all = new Map<ApplyFlowVersionInput, Judged>();
  let known = heads;
  for (const entry of entries) {
    for (const [index, version] of entry.versions.entries()) {
      const isJudged = index < mostVersions && definitionTooLarge(version.definition).length === 0;
      const there = published.get(`${entry.key}@${version.number}`);
      const judged = isJudged ? await judge(lookUpIn(known), entry.key, version, there, isTrial) : { verdict: nothing };
      all.set(version, judged);
    }
    if (isNamed(entry, entries)) known = headsWith(known, releasesOf(known, entry, all));
  }
  return all;
}

/** The same, in the transaction in which the version is written: what it includes may be another version by now. */
export async function judgeAgain(
  judged: Judged,
  lookUp: FlowLookup,
  key: string,
  version: Pick<ApplyFlowVersionInput, 'definition'>,
): Promise<Judged> {
  if (!judged.includes) return judged;
  const { flows } = await pinFlows(lookUp, key, asDefinition(version.definition));
  const isSame = canonicalJson((flows ?? {}) as never) === canonicalJson((judged.flows ?? {}) as never);
  return isSame && judged.verdict.errors.length === 0 ? judged : judge(lookUp, key, version, undefined, false);
}

/** Problems of its shape come alone: what has them names nothing that could be looked up. */
export async function judge(
  lookUp: FlowLookup,
  key: string,
  { definition }: Pick<ApplyFlowVersionInput, 'definition'>,
  published: FlowVersion | undefined,
  isTrial: boolean,
): Promise<Judged> {
  if (!isFlowShaped(definition)) return { verdict: { errors: flowProblems(definition), doubts: [] } };
  if (published && doesTheSame(definition, published)) {
    const flows = published.includes ?? undefined;
    if (!isTrial) return { flows, verdict: nothing };
    const answers = await answersOf(lookUp, asDefinition(definition), flows);
    return { flows, verdict: doubted(await verdictOn(definition, flows, answers)) };
  }
  const { flows, problems } = await pinFlows(lookUp, key, asDefinition(definition));
  const includes = flows || problems.length > 0 ? ({ includes: true } as const) : {};
  if (problems.length > 0) return { ...includes, flows, verdict: { errors: problems, doubts: [] } };
  const answers = await answersOf(lookUp, asDefinition(definition), flows);
  return { ...includes, flows, verdict: await verdictOn(definition, flows, answers) };
}

const doubted = ({ errors, doubts }: Verdict): Verdict => ({
  errors: [],
  doubts: [...errors.map((problem) => ({ ...problem, severity: 'warning' as const })), ...doubts],
});

/** By `key@number`, without drafts. */
async function publishedVersions(
  tables: Tables,
  entries: readonly ApplyFlowInput[],
): Promise<ReadonlyMap<string, FlowVersion>> {
  const versions = await tables.manager.find(FlowVersion, {
    select: { flowKey: true, number: true, checksum: true, includes: true as never },
    where: { flowKey: In(entries.map(({ key }) => key).filter(isName)), status: Not(FlowStatus.DRAFT) },
  });
  return new Map(versions.map((version) => [version.id, version]));
}

/** Whether another entry names the flow. */
const isNamed = ({ key }: ApplyFlowInput, entries: readonly ApplyFlowInput[]): boolean =>
  entries.some((entry) => entry.key !== key && namedFlows(entry).includes(key));

/** Names of the flows that the definitions of an entry name. */
export const namedFlows = ({ versions }: ApplyFlowInput): string[] =>
  versions.flatMap(({ definition }) =>
    flowNames(definition).flatMap((written) => parsePromptReference(written)?.name ?? []),
  );

/** What is written as a flow anywhere in a definition, which need not be one. */
function flowNames(definition: unknown): string[] {
  if (typeof definition !== 'object' || definition === null) return [];
  return Object.entries(definition).flatMap(([member, value]) => {
    if ((member === 'flow' || member === 'link') && typeof value === 'string') return [value];
    return flowNames(value);
  });
}

/** What would be published of an entry that has no errors, over what is there. */
function releasesOf(
  heads: ListedHeads,
  { key, description, versions }: ApplyFlowInput,
  all: ReadonlyMap<ApplyFlowVersionInput, Judged>,
) {
  const sound = versions.filter((version) => all.get(version)!.verdict.errors.length === 0);
  const bodies = sound.map((version) => {
    const { flows = null } = all.get(version)!;
    const checksum = checksumOf(version.definition, flows);
    const row = { ...contentOf(version), flowKey: key, number: version.number, includes: flows, checksum };
    return bodyOf(Object.assign(new FlowVersion(), row));
  });
  const before = heads.head<{ readonly versions: object }>('flow', key)?.body.versions;
  const numbers = Object.fromEntries(bodies.map(({ number }) => [number, '']));
  return [
    { kind: 'flow', key, schema: 1, body: { name: key, description, versions: { ...before, ...numbers } } },
    ...bodies.map((body) => ({ kind: 'flow_version', key: `${key}@${body.number}`, schema: 1, body: body as never })),
  ];
}
