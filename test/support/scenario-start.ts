/**
 * The time at which every scenario starts, whatever day it runs on: a Wednesday morning in London, in winter on both
 * sides of the equator's clock changes. A scenario about another season asks for a start of its own.
 */
export const SCENARIO_START = new Date('2027-01-13T10:00:00Z');

/** By how much that is ahead of the clock of this machine. */
export const aheadOf = (start: Date): number => start.getTime() - Date.now();
