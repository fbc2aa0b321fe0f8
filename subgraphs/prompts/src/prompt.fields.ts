import { DomainError } from '@trialogue/errors';
import type { CountTokens } from '@trialogue/models';
import type { Releases } from '@trialogue/store';
import {
  type Connection,
  connectionType,
  FileEntry,
  limitOf,
  ProblemType,
  Scoped,
  type SubgraphContext,
  TokenCountType,
  toProblemType,
  versionsPage,
} from '@trialogue/subgraph';
import { promptVersionOf } from '@trialogue/variant-config';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Prompt, PromptLabel, PromptLabelMove } from './prompt.entity';
import type { PromptLoaders } from './prompt.loader';
import { bodyOf } from './prompt-version.content';
import { PromptVersion } from './prompt-version.entity';
import { VersionProblems } from './prompt-version.problems';
import { countVersion } from './prompt-version.tokens';

type Context = SubgraphContext<PromptLoaders>;

const PromptVersionConnection = connectionType('PromptVersion', PromptVersion);

@Resolver(() => Prompt)
export class PromptFields {
  constructor(private readonly releases: Releases) {}

  @FieldResolver(() => [PromptLabel])
  labels(@Root() { name }: Prompt, @Ctx() { loaders }: Context): Promise<PromptLabel[]> {
    return loaders.labels.load(name);
  }

  @FieldResolver(() => PromptVersion, {
    nullable: true,
    description:
      'By number or by label; without either, what is served by default: `production`, or else the newest active.',
  })
  async version(
    @Root() { name }: Prompt,
    @Ctx() { loaders }: Context,
    @Arg('number', () => Int, { nullable: true }) number?: number,
    @Arg('label', () => String, { nullable: true }) label?: string,
  ): Promise<PromptVersion | null> {
    if (number != null && label != null)
      throw new DomainError('BAD_USER_INPUT', { problem: 'Give `number` or `label`, not both.' });
    const asked = { name, number: number ?? undefined, label: label ?? undefined };
    const found = promptVersionOf(this.releases, asked);
    return found ? loaders.versions.load(found.reference) : null;
  }

  @FieldResolver(() => PromptVersionConnection, { description: 'Newest first.' })
  versions(
    @Root() { name }: Prompt,
    @Ctx() { loaders }: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<Connection<PromptVersion>> {
    return versionsPage(loaders.pages, name, first, after);
  }

  @Scoped('edit')
  @FieldResolver(() => FileEntry, { nullable: true, description: 'Null for what no file brought.' })
  fileEntry(@Root() { name }: Prompt, @Ctx() { loaders }: Context): Promise<FileEntry | null> {
    return loaders.files.load(name);
  }
}

@Resolver(() => PromptLabel)
export class PromptLabelFields {
  @FieldResolver(() => PromptVersion)
  version(@Root() { prompt, number }: PromptLabel, @Ctx() { loaders }: Context): Promise<PromptVersion | null> {
    return loaders.versions.load(`${prompt}@${number}`);
  }

  @FieldResolver(() => [PromptLabelMove], { description: 'Its moves, newest first: at most 200 of them.' })
  history(
    @Root() { prompt, label }: PromptLabel,
    @Ctx() { loaders }: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
  ): Promise<PromptLabelMove[]> {
    return loaders.moves.load({ prompt, label, most: limitOf(first) - 1 });
  }
}

@Resolver(() => PromptVersion)
export class PromptVersionFields {
  private readonly versionProblems = new VersionProblems();

  constructor(private readonly countTokens: CountTokens) {}

  @FieldResolver(() => Prompt)
  prompt(@Root() { promptName }: PromptVersion, @Ctx() { loaders }: Context): Promise<Prompt | null> {
    return loaders.prompts.load(promptName);
  }

  @FieldResolver(() => [ProblemType], {
    description: 'What its author should know of the template, the limits of its model and the cache of its provider.',
  })
  problems(@Root() version: PromptVersion): ProblemType[] {
    return this.versionProblems.of(bodyOf(version)).map(toProblemType);
  }

  @FieldResolver(() => TokenCountType, {
    description:
      'Of its messages with each variable at its default; of its templates as written where a variable that is needed has none.',
  })
  tokens(@Root() version: PromptVersion): Promise<TokenCountType> {
    return countVersion(this.countTokens, bodyOf(version));
  }
}
