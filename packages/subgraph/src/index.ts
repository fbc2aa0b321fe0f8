import 'reflect-metadata';

export {
  GraphQLDateTime as DateTimeScalar,
  GraphQLJSON as JsonScalar,
  GraphQLJSONObject as JsonObjectScalar,
} from 'graphql-scalars';
export { Applied, ApplyOutcome, type ApplyResult, FieldChange, FieldConflict, refusedAt } from './applied';
export { type Applier, applyEach, type Known } from './apply-each';
export { checkSize, checkText } from './bounded-input';
export {
  type BuiltSubgraph,
  buildSubgraph,
  type EntityReference,
  type SchemaModule,
  type SubgraphContext,
} from './build-subgraph';
export {
  type Connection,
  connectionType,
  decodeCursor,
  type Edge,
  limitOf,
  PageInfo,
  toConnection,
} from './connection';
export { type Difference, differencesOf } from './differences';
export { exclusively } from './exclusively';
export { FileEntry, fileEntries, type StatesOf } from './file-entry';
export { inclusionOrder } from './files/inclusion-order';
export { ListSync } from './files/list-sync';
export { isResolved, MergeArgs, OnEdit, Side, SyncArgs } from './files/merge-args';
export { type Divergence, type Fields, mergeFields } from './files/merge-fields';
export { type Place, placeVersions, type Renumbering, refuseEdited, versionPath } from './files/place-versions';
export type { ListRead, ProjectList } from './files/project-list';
export { type ListApplied, type SyncedList, syncList } from './files/sync-list';
export { sourceAfter, sourceColumns, VersionSource, VersionSourceInput, withoutCommits } from './files/version-source';
export { headChanges, type Watched } from './head-changes';
export { inProcess } from './in-process';
export {
  below,
  countProblems,
  isName,
  jsonProblems,
  nameProblems,
  rangeProblems,
  refuseProblems,
  repetitionProblems,
  textProblems,
} from './input-problems';
export { type Numbered, type VersionPage, versionLoaders, versionsPage } from './numbered-versions';
export { pageByName } from './page-by-name';
export { experimentServing } from './pinned-by';
export { assumedHeads, PlannedReleaseInput, type Trial, TrialArgs } from './planned-release';
export { ProblemSeverity, ProblemType, toProblemType } from './problem';
export { headNow, versionsNow } from './releases-now';
export { RenderedMessageType, RenderedModel } from './rendered-message';
export { type Caller, may, type RequestContext, type Scope, scopes } from './request-context';
export { requireScope, Scoped } from './scoped';
export { Announcement, type SubgraphBody } from './serve/announcement';
export { callerReader, callerSigner, checkServiceSecret } from './serve/caller-token';
export { SchemaVersions } from './serve/schema-versions';
export { type ServedSubgraph, serveSubgraph } from './serve/serve-subgraph';
export { completed, eventStreamType, pulseMs, schemaHeader } from './serve/wire';
export type { Subgraph, SubgraphSchema } from './subgraph';
export type { MaskError, SubgraphFetch, SubgraphSource } from './subgraph-source';
export { sqlOf, Tables, type TablesOptions } from './tables';
export { toGraphQLError } from './to-graphql-error';
export { TokenCountType } from './token-count';
export { writeRow } from './write-row';
