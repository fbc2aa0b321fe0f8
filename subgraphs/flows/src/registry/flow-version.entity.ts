import type { JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar, Scoped, VersionSource } from '@trialogue/subgraph';
import type { IncludedFlows } from '@trialogue/variant-config';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export enum FlowStatus {
  DRAFT = 'DRAFT',
  ACTIVE = 'ACTIVE',
  DRAINING = 'DRAINING',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(FlowStatus, {
  name: 'FlowStatus',
  description:
    'How a version behaves can change only as long as it is a DRAFT. One that is DRAINING takes no new conversations; those that run go on to their end.',
});

/** A version of another flow that a flow includes or goes over into, as it was when this one was published. */
@ObjectType()
export class FlowInclude {
  @Field(() => String, { description: 'As the definition has it: `address@2`, or `address`.' })
  reference: string;

  @Field(() => ID, { description: 'What it meant at publish, and means here for ever: `name@number`.' })
  version: string;

  @Field(() => JsonObjectScalar)
  definition: JsonObject;

  @Field(() => [FlowInclude])
  flows: FlowInclude[];
}

@ObjectType()
export class FlowSource extends VersionSource {}

/** One version of a flow. Who talks in a conversation sees which one it is; how it goes on is for those who may read. */
@Directive('@key(fields: "id")')
@ObjectType()
@Entity('flow_versions')
export class FlowVersion {
  @PrimaryColumn('text', { name: 'flow' })
  flowKey: string;

  @Scoped('read')
  @Field(() => Int)
  @PrimaryColumn('integer')
  number: number;

  @Scoped('read')
  @Field(() => String)
  @Column('text')
  description: string;

  @Scoped('read')
  @Field(() => FlowStatus)
  @Column('text')
  status: FlowStatus;

  @Scoped('read')
  @Field(() => JsonObjectScalar, { description: 'As its file says it.' })
  @Column('json')
  definition: JsonObject;

  @Column('json', { nullable: true })
  includes: IncludedFlows | null;

  /** SHA-256 of how the flow behaves, with the flows that it includes: definitions without descriptions. */
  @Scoped('read')
  @Field(() => ID)
  @Column('text')
  checksum: string;

  @Column('text', { name: 'source_file', nullable: true })
  sourceFile: string | null;

  @Column('text', { name: 'source_commit', nullable: true })
  sourceCommit: string | null;

  @Column('text', { name: 'created_by', nullable: true })
  createdBy: string | null;

  /** Hash of the release that says all this. */
  @Column('text')
  release: string;

  @Scoped('read')
  @Field(() => DateTimeScalar)
  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  /** `name@number`. */
  @Field(() => ID)
  get id(): string {
    return `${this.flowKey}@${this.number}`;
  }

  @Scoped('read')
  @Field(() => JsonObjectScalar, { description: 'What it collects: name → description and JSON Schema.' })
  get slots(): JsonObject {
    return (this.definition.slots ?? {}) as JsonObject;
  }

  @Scoped('read')
  @Field(() => [String], { description: 'Names of its states, the initial one first.' })
  get states(): string[] {
    const names = Object.keys(this.definition.states as JsonObject);
    const initial = this.definition.initial as string;
    return [initial, ...names.filter((name) => name !== initial)];
  }

  @Scoped('read')
  @Field(() => [FlowInclude])
  get flows(): FlowInclude[] {
    return listed(this.includes ?? {});
  }

  @Scoped('read')
  @Field(() => FlowSource)
  get source(): FlowSource {
    return { file: this.sourceFile, commit: this.sourceCommit, by: this.createdBy };
  }
}

const listed = (flows: IncludedFlows): FlowInclude[] =>
  Object.entries(flows).map(([reference, { version, definition, flows: inner = {} }]) => ({
    ...{ reference, version, definition, flows: listed(inner) },
  }));
