import type { PluginState, Plugins } from '@trialogue/executor';
import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, Scoped } from '@trialogue/subgraph';
import { Field, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql';

enum PluginStatus {
  LOADED = 'LOADED',
  REFUSED = 'REFUSED',
}
registerEnumType(PluginStatus, { name: 'PluginStatus' });

@ObjectType('Plugin')
class PluginType implements PluginState {
  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  version?: string;

  @Field(() => PluginStatus)
  state: PluginStatus;

  @Field(() => String, { nullable: true, description: 'Why it was refused.' })
  problem?: string;
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

  @Field(() => [String], { description: 'Variables that it gives to the prompts that it renders.' })
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
  constructor(private readonly loaded: Plugins) {}

  @Scoped('read')
  @Query(() => [StrategyType], { description: 'What the loaded plugins brought.' })
  strategies(): StrategyType[] {
    return this.loaded.all().map(({ plugin, strategy: { uses = [], provides = [], ...strategy } }) => ({
      ...(strategy as Omit<StrategyType, 'plugin' | 'uses' | 'provides'>),
      plugin,
      uses,
      provides,
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
}
