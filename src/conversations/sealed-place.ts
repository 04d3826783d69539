/** The row and column that a sealed value belongs to. Changing this makes every sealed value unreadable. */
export const sealedPlace = (clientId: string, conversationId: string): string =>
  JSON.stringify([clientId, 'conversation', conversationId, 'value']);
