import type { Json, JsonObject } from '@trialogue/plugin-api';
import { schemaProblems } from '@trialogue/variant-config';

/** What a model answered that was asked for JSON. */
export interface StructuredAnswer {
  /** Its JSON as it stands there, without a fence around it; the whole text when there is none. */
  readonly json: string;
  /** What it says, if that is what was demanded. */
  readonly value?: Json;
}

const fenced = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/i;

/** Reads an answer that is to be JSON of a schema. Models like to put a fence around JSON, which is no part of it. */
export function structuredAnswer(schema: JsonObject, text: string): StructuredAnswer {
  const trimmed = text.trim();
  const json = fenced.exec(trimmed)?.[1]?.trim() ?? trimmed;
  let value: Json;
  try {
    value = JSON.parse(json);
  } catch {
    return { json };
  }
  return schemaProblems(schema, value).length > 0 ? { json } : { json, value };
}
