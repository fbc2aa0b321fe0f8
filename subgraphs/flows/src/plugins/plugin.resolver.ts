import type { PluginState, Plugins, StrategyState } from '@trialogue/executor';
import type { JsonObject, Scope } from '@trialogue/plugin-api';
import { JsonObjectScalar, Scoped } from '@trialogue/subgraph';
import { Arg, Field, Float, ID, Int, Mutation, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql';
import type { PluginAdmin } from './plugin-admin';

enum PluginStatus {
  LOADED = 'LOADED',
  REFUSED = 'REFUSED',
  FAILED = 'FAILED',
}
registerEnumType(PluginStatus, {
  name: 'PluginStatus',
  valuesConfig: {
    FAILED: { description: 'It was loaded, and died too often: it answers nothing until it is loaded again.' },
  },
});

enum StrategyCircuit {
  CLOSED = 'CLOSED',
  OPEN = 'OPEN',
  HALF_OPEN = 'HALF_OPEN',
}
registerEnumType(StrategyCircuit, {
  name: 'StrategyCircuit',
  description:
    'Whether a strategy, or what single variants ask with it, has failed so often that it is not called for a while.',
  valuesConfig: {
    CLOSED: { description: 'It is called.' },
    OPEN: { description: 'It is not called.' },
    HALF_OPEN: { description: 'The next call decides.' },
  },
});

@ObjectType('PluginStrategy', { description: 'How a strategy of a plugin does in the process that answers.' })
class PluginStrategyType implements StrategyState {
  @Field(() => String)
  name: string;

  @Field(() => StrategyCircuit)
  circuit: StrategyCircuit;

  @Field(() => Int, { description: 'That ended since the process started.' })
  calls: number;

  @Field(() => Int, { description: 'Of the calls, those that failed through the strategy or what it asks.' })
  failures: number;

  @Field(() => Float, { nullable: true, description: 'Of the last 1,000 calls.' })
  p99Ms?: number;
}

@ObjectType('Plugin')
class PluginType implements PluginState {
  @Field(() => String)
  name: string;

  @Field(() => String, { description: 'What names it in `plugins.yml`: its package, or its folder.' })
  place: string;

  @Field(() => String, { nullable: true })
  version?: string;

  @Field(() => PluginStatus)
  state: PluginStatus;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was refused or has failed; of a loaded one, why it is not as `plugins.yml` has it.',
  })
  problem?: string;

  @Field(() => String, { description: 'Where its code runs: `worker` or `none`.' })
  isolation: 'worker' | 'none';

  @Field(() => Int, { description: 'How often its worker was started again.' })
  restarts: number;

  @Field(() => Int, { description: 'Of its strategies, that ended since the process started.' })
  calls: number;

  @Field(() => Int, { description: 'Of the calls, those that failed through the strategy or what it asks.' })
  failures: number;

  @Field(() => Float, { nullable: true, description: 'Of the last 1,000 calls of each of its strategies.' })
  p99Ms?: number;

  @Field(() => [PluginStrategyType])
  strategies: readonly StrategyState[];
}

@ObjectType('Strategy', { description: 'What a variant’s `execution_strategy` can name.' })
class StrategyType {
  @Field(() => String)
  name: string;

  @Field(() => String)
  version: string;

  @Field(() => String, { description: 'The plugin that brings it.' })
  plugin: string;

  @Field(() => String, { description: 'The member of a variant’s config that is its own.' })
  configKey: string;

  @Field(() => JsonObjectScalar, { description: 'JSON Schema' })
  config: JsonObject;

  @Field(() => JsonObjectScalar, { description: 'JSON Schema' })
  input: JsonObject;

  @Field(() => JsonObjectScalar, { description: 'JSON Schema' })
  output: JsonObject;

  @Field(() => String, { description: '`none`, `idempotent` or `external`: may it be repeated?' })
  effects: string;

  @Field(() => [String], { description: 'Strategies whose members of the same config it runs with.' })
  uses: readonly string[];

  @Field(() => [String], {
    description: 'Variables that it gives to the prompts that it renders, some of them maybe only with some configs.',
  })
  provides: readonly string[];
}

@ObjectType('Tool', { description: 'What flows can call, and models where a variant’s config names it.' })
class ToolType {
  @Field(() => String)
  name: string;

  @Field(() => String)
  version: string;

  @Field(() => String, { description: 'What models are told of it.' })
  description: string;

  @Field(() => JsonObjectScalar, { description: 'JSON Schema of its arguments.' })
  input: JsonObject;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'JSON Schema of what it answers; null: anything.' })
  output?: JsonObject;

  @Field(() => String, { description: 'The plugin that brings it.' })
  plugin: string;

  @Field(() => String, { description: '`none`, `idempotent` or `external`: may it be repeated?' })
  effects: string;
}

@Resolver()
export class PluginResolver {
  constructor(
    private readonly loaded: Plugins,
    private readonly admin: PluginAdmin,
  ) {}

  @Scoped('read')
  @Query(() => [StrategyType], { description: 'What the loaded plugins brought.' })
  strategies(): StrategyType[] {
    return this.loaded.all().map(({ plugin, strategy: { uses = [], provides = [], ...strategy } }) => ({
      ...(strategy as Omit<StrategyType, 'plugin' | 'uses' | 'provides'>),
      plugin,
      uses,
      provides: provides.map((one) => (typeof one === 'string' ? one : one.variable)),
    }));
  }

  @Scoped('read')
  @Query(() => [PluginType])
  plugins(): readonly PluginState[] {
    return this.loaded.states;
  }

  @Scoped('read')
  @Query(() => [ToolType], { description: 'Tools that the loaded plugins brought.' })
  tools(): ToolType[] {
    return this.loaded.allTools().map(({ plugin, tool }) => {
      const { name, version, description, input, output, effects } = tool;
      return { name, version, description, input, output: output as JsonObject | undefined, plugin, effects };
    });
  }

  @Scoped('admin')
  @Mutation(() => PluginType, {
    description:
      'Loads a plugin that `plugins.yml` allows, and writes it there; of one that is there, what it is given. Nothing changes when it is refused.',
  })
  addPlugin(
    @Arg('name', () => ID, { description: 'A package that is installed, or a folder from the project’s.' })
    name: string,
    @Arg('options', () => JsonObjectScalar, { nullable: true }) options: JsonObject | undefined,
    @Arg('secrets', () => [String], { nullable: true, description: 'Names of environment variables that it may read.' })
    secrets: string[] | undefined,
    @Arg('scopes', () => [String], { nullable: true, description: 'What it may ask of the graph.' })
    scopes: Scope[] | undefined,
  ): Promise<PluginState> {
    return this.admin.add(name, { options, secrets, scopes });
  }

  @Scoped('admin')
  @Mutation(() => [PluginType], {
    description: 'Takes a plugin out of `plugins.yml`, and lets go of it; answers those that are left.',
  })
  removePlugin(
    @Arg('name', () => ID) name: string,
    @Arg('force', () => Boolean, { defaultValue: false, description: 'Even if what it brings is in use.' })
    force: boolean,
  ): Promise<readonly PluginState[]> {
    return this.admin.remove(name, force);
  }

  @Scoped('admin')
  @Mutation(() => [PluginType], {
    description:
      'Loads what has changed since it was loaded, and what has failed; with a name, that plugin in any case.',
  })
  reloadPlugins(@Arg('name', () => ID, { nullable: true }) name: string | undefined): Promise<readonly PluginState[]> {
    return this.admin.reload(name);
  }
}
