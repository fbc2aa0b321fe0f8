import { nativeBucket } from '../native-bucket';
import { type Bucketing, proportional } from './bucketing';

/** Two hashes, for traffic and for the variant: see `native-bucket.ts`. */
export const native = (salt: string, weights: readonly number[]): Bucketing => ({
  traffic: nativeBucket(salt, 'traffic'),
  takesPart: (share) => (bucket) => bucket < share,
  variant: nativeBucket(salt, 'variant'),
  shares: proportional(weights),
});
