import { setImmediate as nextRound } from 'node:timers/promises';
import { DomainError } from '@trialogue/errors';
import type { SubgraphContext } from '@trialogue/subgraph';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { diffText } from './diff/diff-text';
import { type VersionChange, versionChanges } from './diff/version-changes';
import type { PromptLoaders } from './prompt.loader';
import { PromptChange } from './prompt-change';
import { bodyOf } from './prompt-version.content';
import { PromptVersion } from './prompt-version.entity';

type Context = SubgraphContext<PromptLoaders>;

/** What differs between two versions of a prompt. */
@Resolver(() => PromptVersion)
export class PromptDiffFields {
  /** Comparisons go one after the other, and what waits for the event loop in between. */
  private last: Promise<unknown> = Promise.resolve();

  @FieldResolver(() => [PromptChange], {
    description: 'What differs from another version of the prompt, which is what was before.',
  })
  changes(
    @Root() version: PromptVersion,
    @Ctx() context: Context,
    @Arg('against', () => Int) against: number,
  ): Promise<readonly VersionChange[]> {
    return this.compare(version, against, context);
  }

  @FieldResolver(() => String, {
    description:
      'The same for people: `+`, `-` and `~` before each value, `{+…+}` and `[-…-]` around words. Empty when nothing differs.',
  })
  async diff(
    @Root() version: PromptVersion,
    @Ctx() context: Context,
    @Arg('against', () => Int) against: number,
  ): Promise<string> {
    return diffText(await this.compare(version, against, context));
  }

  /** Throws PROMPT_NOT_FOUND. */
  private async compare(version: PromptVersion, against: number, { loaders }: Context): Promise<VersionChange[]> {
    const id = `${version.promptName}@${against}`;
    const before = await loaders.versions.load(id);
    if (!before) throw new DomainError('PROMPT_NOT_FOUND', { prompt: id });
    const compared = this.last
      .then(() => nextRound())
      .then(() => versionChanges(contentOf(before), contentOf(version)));
    this.last = compared.catch(() => {});
    return compared;
  }
}

function contentOf(version: PromptVersion) {
  const { name: _, number: __, checksum: ___, ...content } = bodyOf(version);
  return content;
}
