/** Where an operation came in. */
export type Door = 'http' | 'websocket' | 'event_stream' | 'ofrep' | 'chat' | 'inside';
