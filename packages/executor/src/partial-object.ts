import { tooDeep } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import { Allow, parse } from 'partial-json';

/** UTF-16 units of an answer up to which it is shown how far it has come. */
const longest = 65_536;
/** Levels of an object that is shown. */
const deepest = 64;
/** It is read again when it has grown by this part of itself: reading all of it costs no more than reading it 100 times. */
const step = 1 / 64;

/** The object in a model's answer, as far as it has come: of numbers and words only those that are whole, of texts what is there. */
export class PartialObject {
  private text = '';
  private readAt = 0;
  private last = '';

  /** Takes more of the answer; gives the object when it has visibly grown. */
  take(text: string): JsonObject | undefined {
    if (this.text.length + text.length > longest) {
      this.readAt = Number.POSITIVE_INFINITY;
      return undefined;
    }
    this.text += text;
    return this.text.length < this.readAt ? undefined : this.read();
  }

  /** The answer has ended; gives the object when it has grown since it was given last. */
  end(): JsonObject | undefined {
    return Number.isFinite(this.readAt) ? this.read() : undefined;
  }

  private read(): JsonObject | undefined {
    this.readAt = this.text.length * (1 + step);
    const partial = objectSoFar(this.text);
    if (!partial) return undefined;
    const json = JSON.stringify(partial);
    if (json === this.last) return undefined;
    this.last = json;
    return partial;
  }
}

/** In a fence or without. Undefined: none has begun, or it is not JSON. */
function objectSoFar(text: string): JsonObject | undefined {
  const bare = text.trimStart().replace(/^```(?:json)?\s*/, '');
  if (!bare.startsWith('{')) return undefined;
  try {
    const partial: JsonObject = parse(bare, Allow.STR | Allow.OBJ | Allow.ARR);
    return tooDeep(partial, deepest) ? undefined : partial;
  } catch {
    return undefined; // it is no JSON, or nested deeper than the stack
  }
}
