import type { Problem } from '@trialogue/errors';
import type { PromptVersionBody } from '@trialogue/variant-config';
import { templateProblems } from './prompt-version.check';

/** Problems that are kept, over all versions; a version without any counts as one. */
const mostKept = 20_000;

/** What `templateProblems` finds in published versions. The checksum covers all that it depends on. */
export class VersionProblems {
  private readonly kept = new Map<string, readonly Problem[]>();
  private size = 0;

  of(version: PromptVersionBody): readonly Problem[] {
    const known = this.kept.get(version.checksum);
    if (known) return known;
    const problems = templateProblems(version);
    this.kept.set(version.checksum, problems);
    this.size += sizeOf(problems);
    this.forgetOldest();
    return problems;
  }

  private forgetOldest(): void {
    for (const [checksum, problems] of this.kept) {
      if (this.size <= mostKept) return;
      this.kept.delete(checksum);
      this.size -= sizeOf(problems);
    }
  }
}

const sizeOf = (problems: readonly Problem[]) => Math.max(1, problems.length);
