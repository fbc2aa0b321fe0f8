import { connectionType } from '@trialogue/subgraph';
import { Message } from './message.entity';

export const MessageConnection = connectionType('Message', Message);
