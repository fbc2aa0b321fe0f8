import type { Json, JsonObject } from '@trialogue/plugin-api';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
