import type { Json } from '@trialogue/plugin-api';
import { correctionReader, usualCorrectionWords } from './correction-words';
import type { SlotDefinition } from './definition';
import { readAnswer } from './read-answer';
import { wordsOf } from './words';

/** What a user corrects: a slot that was collected already, or the answer to what is asked for now. */
export type Corrected = { readonly slot: string; readonly value: Json } | { readonly answer: string };

/** What may be corrected, and what is asked for. */
export interface Correctable {
  /** Slots that were collected and are filled, in order. */
  readonly collected: readonly string[];
  /** Absent: nothing is. */
  readonly asked?: string;
}

type Slots = { readonly [slot: string]: SlotDefinition };

/** Words that say nothing about which slot is meant. */
const small = new Set(
  [
    'my the a an our your his her its it this that of at in to for on and or is are was should be number value answer',
    'mein meine meinen unser unsere der die das es den dem des ein eine von zu für und oder ist sind lautet anzahl',
    'mon ma mes notre nos le la les ça cela un une de du des et ou est sont nombre',
    'mi mis nuestro nuestra el los las lo eso esto una del y o es son número',
  ]
    .join(' ')
    .split(' '),
);
const copula = /^(.{1,80}?)(?:\s+(?:is|are|should be|ist|sind|lautet|est|sont|es|son)\s+|\s*[:=]\s*)(.+)$/su;

/**
 * What a text corrects, if it says so and it is clear what is meant. The slot is the one that the text names, or else the
 * last that was collected and takes the value, where what is asked for does not. A slot that takes any text has to be
 * named.
 *
 * @param words that begin a correction
 */
export function correctionsOf(
  slots: Slots,
  words: readonly string[] = usualCorrectionWords,
): (text: string, about: Correctable) => Corrected | undefined {
  const said = correctionReader(words);
  const names = new Map(Object.entries(slots).map(([name, slot]) => [name, namesOf(name, slot)]));
  const reads = (slot: string, text: string): Json | undefined => {
    const reading = readAnswer(slots[slot]!.schema, text);
    return 'value' in reading ? reading.value : undefined;
  };
  const isFree = (slot: string) => takesAnyText(slots[slot]!);

  /** The slot all of whose words, but for small ones, are in its name or its description. */
  const called = (what: string, among: readonly string[]): string | undefined => {
    const meant = meaningful(what);
    const fitting = among.filter((slot) => meant.length > 0 && meant.every((word) => names.get(slot)!.all.has(word)));
    const byName = fitting.filter((slot) => meant.every((word) => names.get(slot)!.own.has(word)));
    return only(byName) ?? only(fitting);
  };

  return (text, { collected, asked }) => {
    const found = said(text);
    if (found === undefined) return undefined;
    const among = [...new Set([...collected, ...(asked === undefined ? [] : [asked])])];
    const of = (slot: string | undefined, value: string): Corrected | undefined => {
      const read = slot === undefined ? undefined : reads(slot, value);
      if (slot === undefined || read === undefined) return undefined;
      return slot === asked ? { answer: value } : { slot, value: read };
    };
    if (found.what !== undefined && meaningful(found.what).length > 0)
      return of(called(found.what, among), found.value);
    const [, what, value] = copula.exec(found.value) ?? [];
    const named = what === undefined ? undefined : called(what, among);
    if (named !== undefined) return of(named, value!);
    const mentioned = among.filter((slot) => meaningful(found.value).some((word) => names.get(slot)!.all.has(word)));
    if (mentioned.length > 0) {
      const slot = only(mentioned);
      return slot === undefined || isFree(slot) ? undefined : of(slot, found.value);
    }
    const fits = (slot: string) => reads(slot, found.value) !== undefined;
    const last = collected.findLast((slot) => slot !== asked && fits(slot));
    if (asked === undefined || !fits(asked))
      return last === undefined || isFree(last) ? undefined : of(last, found.value);
    return isFree(asked) || (last !== undefined && !isFree(last)) ? undefined : of(asked, found.value);
  };
}

const only = (slots: readonly string[]): string | undefined => (slots.length === 1 ? slots[0] : undefined);

const meaningful = (text: string): string[] =>
  wordsOf(text.slice(0, 200).replace(/e-mail/giu, 'email'))
    .filter((word) => !small.has(word))
    .map((word) => word.replace(/(?<=..[^s])s$/u, '')); // `guests` as `guest`, `address` as it is

function namesOf(name: string, { description = '' }: SlotDefinition) {
  const own = new Set(meaningful(name.replaceAll('_', ' ').replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')));
  return { own, all: new Set([...own, ...meaningful(description)]) };
}

const takesAnyText = ({ schema }: SlotDefinition): boolean =>
  schema.enum === undefined && schema.type === 'string' && schema.format === undefined && schema.pattern === undefined;
