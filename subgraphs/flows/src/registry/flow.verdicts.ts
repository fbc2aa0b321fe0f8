import { type FlowDefinition, flowChecksum, flowProblems } from '@trialogue/flow-engine';
import { isName, type Tables } from '@trialogue/subgraph';
import { In, Not } from 'typeorm';
import type { ApplyFlowInput, ApplyFlowVersionInput } from './flow.input';
import { mostVersions } from './flow-version.check';
import { FlowStatus, FlowVersion } from './flow-version.entity';
import { definitionTooLarge, type Verdict, verdictOn } from './flow-version.verdict';

const nothing: Verdict = { errors: [], doubts: [] };

/**
 * Judges the versions of all entries, in their order, before anything is locked. A version that is published as it stands
 * is not refused for what the verifier has learnt since: it is doubted, and not judged at all when nobody asks.
 *
 * @param isTrial somebody asks
 */
export async function verdictsOn(
  tables: Tables,
  entries: readonly ApplyFlowInput[],
  isTrial: boolean,
): Promise<ReadonlyMap<ApplyFlowInput, readonly Verdict[]>> {
  const published = await checksumsOf(tables, entries);
  const all = new Map<ApplyFlowInput, readonly Verdict[]>();
  for (const entry of entries) {
    const own: Verdict[] = [];
    for (const version of entry.versions) {
      const isJudged = own.length < mostVersions && definitionTooLarge(version.definition).length === 0;
      const checksum = published.get(`${entry.key}@${version.number}`);
      own.push(isJudged ? await verdict(version, checksum, isTrial) : nothing);
    }
    all.set(entry, own);
  }
  return all;
}

async function verdict(
  { definition }: ApplyFlowVersionInput,
  published: string | undefined,
  isTrial: boolean,
): Promise<Verdict> {
  const errors = flowProblems(definition);
  if (errors.length > 0) return { errors, doubts: [] };
  const isPublished = published === flowChecksum(definition as unknown as FlowDefinition);
  if (isPublished && !isTrial) return nothing;
  const found = await verdictOn(definition);
  if (!isPublished) return found;
  const doubted = found.errors.map((problem) => ({ ...problem, severity: 'warning' as const }));
  return { errors: [], doubts: [...doubted, ...found.doubts] };
}

/** Of the versions that are published, by `key@number`. */
async function checksumsOf(tables: Tables, entries: readonly ApplyFlowInput[]): Promise<ReadonlyMap<string, string>> {
  const versions = await tables.manager.find(FlowVersion, {
    select: { flowKey: true, number: true, checksum: true },
    where: { flowKey: In(entries.map(({ key }) => key).filter(isName)), status: Not(FlowStatus.DRAFT) },
  });
  return new Map(versions.map(({ flowKey, number, checksum }) => [`${flowKey}@${number}`, checksum]));
}
