import type { Notification } from '../../database/generated/client.ts';

/**
 * Looks once more, when an item is about to be sent, whether it is still worth telling: it may have waited through a
 * night or a weekend. `details`: what is said is what is so now.
 */
export type Check = (item: Notification) => Promise<'tell' | { drop: string } | { details: object }>;
