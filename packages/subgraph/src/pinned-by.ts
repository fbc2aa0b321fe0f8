import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { Releases } from '@trialogue/store';

/** The key of an experiment that serves the release of this kind and key to somebody; undefined when none does. */
export async function experimentServing(releases: Releases, kind: string, key: string): Promise<string | undefined> {
  for (const { key: experiment, body } of releases.heads<ExperimentSnapshot>('experiment'))
    for (const hash of servedHashes(body)) {
      const pinned = await releases.get(hash);
      if (pinned?.kind === kind && pinned.key === key) return experiment;
    }
  return undefined;
}

/** A paused experiment may go on; a stopped one serves its winner, if it has one. */
function servedHashes({ status, winner, variants }: ExperimentSnapshot): string[] {
  const served = status === 'STOPPED' ? variants.filter(({ key }) => key === winner) : variants;
  return served.flatMap(({ pins }) => Object.values(pins));
}
