import { type PressArgs, pressedValue } from '../requests/acting.ts';
import { COVERAGE_MENU, type CoverageChoice } from './coverage-card.ts';

type Listener = (args: PressArgs) => Promise<void>;

/** The menu next to the count does what a button of that name would. */
export function createCoverageMenu(listeners: Record<CoverageChoice, Listener>): Listener {
  return async function choose(args) {
    const chosen = COVERAGE_MENU.find((each) => each === pressedValue(args));
    if (chosen) await listeners[chosen](args);
    else await args.ack();
  };
}
