export const isQuick: boolean;
export function quickFiles(): string[];
