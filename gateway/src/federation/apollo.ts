/**
 * All that this product takes of Apollo's federation packages (Elastic License 2.0), in one file, so that they can be
 * exchanged. `@apollo/gateway` is entered below its index: the index would load fetching, polling and telemetry.
 */
import { type Operation, operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { applyRewrites, isObjectOfType } from '@apollo/gateway/dist/dataRewrites';
import { deepMerge } from '@apollo/gateway/dist/utilities/deepMerge';
import {
  evaluateCondition,
  type FetchNode,
  type PlanNode,
  QueryPlanner,
  type QueryPlanSelectionNode,
  type SubscriptionNode,
} from '@apollo/query-planner';

export {
  applyRewrites,
  deepMerge,
  evaluateCondition,
  type FetchNode,
  isObjectOfType,
  type Operation,
  operationFromDocument,
  type PlanNode,
  QueryPlanner,
  type QueryPlanSelectionNode,
  type SubscriptionNode,
  Supergraph as SupergraphModel,
};
