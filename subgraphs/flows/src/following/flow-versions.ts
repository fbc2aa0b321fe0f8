import { DomainError } from '@trialogue/errors';
import { compileFlow, type FlowDefinition, type FlowMachine } from '@trialogue/flow-engine';
import type { Releases } from '@trialogue/store';
import type { FlowVersionBody } from '@trialogue/variant-config';
import { asIncludes } from '../registry/flow-version.content';
import type { FlowPlan } from './conversation-plan';

/** A version of a flow, ready to be followed. */
export interface FlowVersionInUse {
  readonly body: FlowVersionBody;
  readonly definition: FlowDefinition;
  readonly machine: FlowMachine;
}

const mostKept = 100;

/** The flow versions that conversations follow, compiled once; of many, those that were asked for last are kept. */
export class FlowVersions {
  private readonly kept = new Map<string, FlowVersionInUse>();

  constructor(private readonly releases: Pick<Releases, 'get'>) {}

  /** Throws FLOW_NOT_FOUND when what was published is gone, and FLOW_INVALID. */
  async get({ reference, hash }: FlowPlan): Promise<FlowVersionInUse> {
    const version = this.kept.get(hash) ?? (await this.compiled(reference, hash));
    this.kept.delete(hash);
    this.kept.set(hash, version);
    if (this.kept.size > mostKept) this.kept.delete(this.kept.keys().next().value!);
    return version;
  }

  private async compiled(reference: string, hash: string): Promise<FlowVersionInUse> {
    const release = await this.releases.get<FlowVersionBody>(hash);
    if (release?.kind !== 'flow_version') throw new DomainError('FLOW_NOT_FOUND', { flow: reference });
    const definition = release.body.definition as unknown as FlowDefinition;
    return { body: release.body, definition, machine: compileFlow(definition, asIncludes(release.body.flows)) };
  }
}
