import { bucketOf } from './native-bucket';

/**
 * What a unit is named by where its id is nobody's business: 16 hexadecimal digits, two native hashes under the salt. They
 * can be compared with the tag of a unit that one knows, and say too little of one that cannot be guessed.
 *
 * @throws TypeError when the salt or the unit holds a lone surrogate
 */
export function unitTag(salt: string): (unit: string) => string {
  const seeds = ['override/1', 'override/2'].map((purpose) => hashOf(`${salt}/${purpose}`, 0));
  return (unit) => seeds.map((seed) => hashOf(unit, seed).toString(16).padStart(8, '0')).join('');
}

const hashOf = (text: string, seed: number): number => bucketOf(text, seed) * 2 ** 32;
