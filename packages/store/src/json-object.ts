import type { Json } from '@trialogue/canonical-json';

export type JsonObject = { readonly [key: string]: Json | undefined };
