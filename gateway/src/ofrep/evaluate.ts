import { ask } from '../ask';
import type { Leaving } from '../leaving';
import type { Pipeline, Visitor } from '../pipeline';
import { type Assigned, assignedFields, type Evaluation, evaluationOf } from './evaluation';
import { type Failure, failureOf } from './ofrep-failure';
import type { Subject } from './read-request';

/** Evaluates flags through the graph, as any other caller of it: with the caller's scopes, limits and exposures. */
export class FlagEvaluation {
  constructor(
    private readonly pipeline: Pipeline,
    private readonly visitor: Visitor,
    private readonly gone: Leaving,
  ) {}

  async one(key: string, { unit, attributes }: Subject): Promise<Evaluation | Failure> {
    const { data, failure } = await this.ask(assignDocument, { experiment: key, unit, attributes }, key);
    return failure ?? evaluationOf(key, data!.assign as Assigned);
  }

  /** Every experiment of which a variant stands for a value. What is wrong with one flag is its own. */
  async all(subject: Subject): Promise<{ flags: object[] } | Failure> {
    const listed = await this.ask(flagsDocument, {});
    if (listed.failure) return listed.failure;
    const { experiments } = listed.data!.definitions as { experiments: { key: string; isFlag: boolean }[] };
    const keys = experiments.filter(({ isFlag }) => isFlag).map(({ key }) => key);
    const flags: object[] = [];
    for (let from = 0; from < keys.length; from += mostAtOnce) {
      const some = keys.slice(from, from + mostAtOnce);
      const requests = some.map((experiment) => ({ experiment, ...subject }));
      const { data, failure } = await this.ask(assignManyDocument, { requests });
      if (failure) return failure;
      const outcomes = data!.assignMany as Outcome[];
      flags.push(...outcomes.map(({ assignment, error }, index) => flagOf(some[index]!, assignment, error)));
    }
    return { flags };
  }

  private async ask(
    text: string,
    variables: Record<string, unknown>,
    key?: string,
  ): Promise<{ data?: Record<string, unknown>; failure?: Failure }> {
    const { data, errors } = await ask(this.pipeline, this.visitor, this.gone, text, variables);
    const [error] = errors ?? [];
    if (!error) return { data: data as Record<string, unknown> };
    const code = String(error.extensions.code);
    return { failure: failureOf(code, error.message, key, statusOf[code]) };
  }
}

interface Outcome {
  readonly assignment: Assigned | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Each with the attributes, up to 64 KiB: a subgraph of its own takes 16 MiB. */
const mostAtOnce = 200;
const statusOf: { readonly [code: string]: number } = { UNAUTHENTICATED: 401, FORBIDDEN: 403 };

const assignDocument = `mutation EvaluateFlag($experiment: ID!, $unit: ID!, $attributes: JSONObject) {
  assign(experiment: $experiment, unit: $unit, attributes: $attributes) { ${assignedFields} } }`;
const flagsDocument = 'query Flags { definitions { experiments { key isFlag } } }';
const assignManyDocument = `mutation EvaluateFlags($requests: [AssignmentRequest!]!) {
  assignMany(requests: $requests) { assignment { ${assignedFields} } error { code message } } }`;

const flagOf = (key: string, assignment: Outcome['assignment'], error: Outcome['error']): object =>
  assignment ? evaluationOf(key, assignment) : failureOf(error!.code, error!.message, key).body;
