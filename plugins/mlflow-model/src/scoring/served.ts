import type { Policy } from '@trialogue/plugin-api';

/** One model, where it is served now and how it is asked. */
export type Served = Pick<Policy, 'reference' | 'model' | 'params' | 'urls' | 'timeoutMs'>;

/** As failures call it. */
export const modelOf = ({ model }: Pick<Policy, 'model'>): string => `${model.name}/${model.version}`;
