export const TWO_FACTOR = '/2fa';
