import { type MenuChoice, readMenuValue } from '../blocks/action-ids.ts';
import { type PressArgs, pressedValue } from '../requests/acting.ts';

type Listener = (args: PressArgs) => Promise<void>;

/** The menu of a row does what a button of that name would. */
export function createRowMenu(listeners: Record<MenuChoice, Listener>): Listener {
  return async function choose(args) {
    const chosen = readMenuValue(pressedValue(args));
    if (chosen) await listeners[chosen.choice](args);
    else await args.ack();
  };
}
