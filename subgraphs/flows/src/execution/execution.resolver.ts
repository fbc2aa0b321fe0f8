import type { JsonObject } from '@trialogue/plugin-api';
import { JsonObjectScalar, Scoped } from '@trialogue/subgraph';
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { requireExecuting } from '../access';
import type { FlowsContext } from '../flows-context';
import { VariantStub } from '../stubs';
import { Execution, ExecutionError } from './execution.entity';
import type { Executions } from './executions';

@ArgsType()
class ExecuteArgs {
  @Field(() => ID)
  experiment: string;

  @Field(() => ID)
  unit: string;

  @Field(() => JsonObjectScalar, { description: 'As the input schema of the variant’s strategy says. Up to 64 KiB.' })
  input: JsonObject;

  @Field(() => JsonObjectScalar, { nullable: true, description: 'What is known of the unit.' })
  attributes?: JsonObject;

  @Field(() => ID, {
    nullable: true,
    description:
      'The same id again, of the same unit and experiment, is the same execution: its answer is given again.',
  })
  clientExecutionId?: string;
}

@Resolver(() => Execution)
export class ExecutionResolver {
  constructor(private readonly executions: Executions) {}

  @Scoped('assign', 'converse')
  @Mutation(() => Execution, {
    description:
      'One shot: assigns, records the exposure, and executes the variant’s strategy. A failed execution is no error: its `status` and `error` say it, for the unit has met its variant.',
  })
  execute(
    @Args(() => ExecuteArgs) { attributes, clientExecutionId, ...given }: ExecuteArgs,
    @Ctx() { caller }: FlowsContext,
  ): Promise<Execution> {
    requireExecuting(caller, given.unit);
    return this.executions.execute({
      ...given,
      attributes: attributes ?? {},
      clientExecutionId: clientExecutionId ?? null,
    });
  }

  @FieldResolver(() => VariantStub)
  variant(@Root() { experiment, variantKey }: Execution): VariantStub {
    return { experimentKey: experiment, key: variantKey };
  }

  @FieldResolver(() => ExecutionError, { nullable: true })
  error(@Root() { failureCode, failureMessage }: Execution): ExecutionError | null {
    return failureCode === null ? null : { code: failureCode, message: failureMessage ?? failureCode };
  }
}
