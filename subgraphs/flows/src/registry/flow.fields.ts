import type { Releases } from '@trialogue/store';
import {
  type Connection,
  connectionType,
  FileEntry,
  ProblemType,
  Scoped,
  toProblemType,
  versionsPage,
} from '@trialogue/subgraph';
import { flowVersionOf } from '@trialogue/variant-config';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { FlowsContext } from '../flows-context';
import { answersOf } from './flow.calls';
import { Flow } from './flow.entity';
import { lookUpIn } from './flow.lookup';
import { asDefinition } from './flow-version.content';
import { FlowVersion } from './flow-version.entity';
import { type FlowTexts, placed } from './flow-version.places';
import { verdictOn } from './flow-version.verdict';

const FlowVersionConnection = connectionType('FlowVersion', FlowVersion);

@Resolver(() => Flow)
export class FlowFields {
  constructor(private readonly releases: Releases) {}

  @FieldResolver(() => FlowVersion, { nullable: true, description: 'By number; without one, the newest active.' })
  async version(
    @Root() { key }: Flow,
    @Ctx() { loaders }: FlowsContext,
    @Arg('number', () => Int, { nullable: true }) number?: number,
  ): Promise<FlowVersion | null> {
    const id = number == null ? flowVersionOf(this.releases, key)?.reference : `${key}@${number}`;
    return id === undefined ? null : loaders.flowVersions.load(id);
  }

  @FieldResolver(() => FlowVersionConnection, { description: 'Newest first.' })
  versions(
    @Root() { key }: Flow,
    @Ctx() { loaders }: FlowsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<Connection<FlowVersion>> {
    return versionsPage(loaders.flowPages, key, first, after);
  }

  @Scoped('edit')
  @FieldResolver(() => FileEntry, { nullable: true, description: 'Null for what no file brought.' })
  fileEntry(@Root() { key }: Flow, @Ctx() { loaders }: FlowsContext): Promise<FileEntry | null> {
    return loaders.flowFiles.load(key);
  }
}

@Resolver(() => FlowVersion)
export class FlowVersionFields {
  constructor(
    private readonly texts: FlowTexts,
    private readonly releases: Releases,
  ) {}

  @Scoped('read')
  @FieldResolver(() => Flow)
  flow(@Root() { flowKey }: FlowVersion, @Ctx() { loaders }: FlowsContext): Promise<Flow | null> {
    return loaders.flows.load(flowKey);
  }

  @Scoped('read')
  @FieldResolver(() => [ProblemType], {
    description:
      'What the verifier says of it. Paths begin in the definition; `line` and `column` are in `file`, as long as that says what was published from it.',
  })
  async problems(@Root() version: FlowVersion): Promise<ProblemType[]> {
    const { definition, includes } = version;
    const flows = includes ?? undefined;
    const answers = await answersOf(lookUpIn(this.releases), asDefinition(definition), flows);
    const { errors, doubts } = await verdictOn(definition, flows, answers);
    return placed([...errors, ...doubts], version, this.texts).map(toProblemType);
  }
}
