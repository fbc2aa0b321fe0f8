import type { JsonObject } from '@trialogue/plugin-api';
import { DateTimeScalar, JsonObjectScalar, Scoped } from '@trialogue/subgraph';
import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export enum FlowStatus {
  DRAFT = 'DRAFT',
  ACTIVE = 'ACTIVE',
  ARCHIVED = 'ARCHIVED',
}
registerEnumType(FlowStatus, {
  name: 'FlowStatus',
  description: 'How a version behaves can change only as long as it is a DRAFT.',
});

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

  /** SHA-256 of how the flow behaves: its definition without descriptions. */
  @Scoped('read')
  @Field(() => ID)
  @Column('text')
  checksum: string;

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
}
