/** The columns of `exp.conversations` under the names of the entity, for plain SQL. */
export const conversationColumns = `id, unit, status, outcome, plan, experiment, variant as "variantKey", arm, release,
  prompt_version as "promptVersionId", attributes, variables, stand_in as "standIn", fence, version,
  turn_count as "turnCount", cursor, flow as "flowName", flow_version as "flowVersionId", flow_state as "flowState",
  wake_at as "wakeAt", wakes, handoff, rating, rating_comment as "ratingComment", lease_until as "leaseUntil", started_at as "startedAt", expires_at as "expiresAt", ended_at as "endedAt"`;

/** The same of `exp.turns`. */
export const turnColumns = `conversation as "conversationId", number, cause, client_message_id as "clientMessageId", fence,
  status, stand_in as "standIn", failure_code as "failureCode", failure_message as "failureMessage",
  cancel_requested as "cancelRequested", closed, resumptions, started_at as "startedAt", ended_at as "endedAt"`;

/** The same of `exp.messages`. */
export const messageColumns = `conversation, turn, role, text, status, structured, usage, arm, model, stand_in as "standIn",
  created_at as "createdAt"`;
