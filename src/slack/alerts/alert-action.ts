import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Words } from '../../locales/words.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';
import { type PressArgs, readPress } from '../requests/acting.ts';
import { createAsAdmin } from '../requests/as-admin.ts';
import type { Once } from '../requests/once.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'requireAdmin' | 'alerts' | 'markAlert'>;
  publishHome: PublishHome;
  once: Once;
  words: Words;
};

/** The buttons *Acknowledge* and *Resolve* of an alert. */
export function createAlertAction(dependencies: Dependencies, how: 'acknowledged' | 'resolved') {
  const { authorizations, publishHome, once, words } = dependencies;
  const asAdmin = createAsAdmin(dependencies);

  return async function markAlert(args: PressArgs): Promise<void> {
    await args.ack();
    if (!(await once(args.body))) return;
    const press = readPress(args);
    const { asker, value, view } = press;
    const admin = await asAdmin(press, `alert_${how}`);
    if (!admin) return;
    // Another admin may have settled it, or its cause may be gone.
    const open = (await authorizations.alerts(admin)).find(({ cause }) => cause === value);
    const receipt = open && (await authorizations.markAlert(admin, open, how, press.stamp.madeAt));
    const over = receipt ? words.admin.alerts.done[how](receipt) : words.home.stale;
    await publishHome(asker.context, asker.userId, { view, notice: { over } });
  };
}
