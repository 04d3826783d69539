import type { Page } from 'playwright-core';

const TRIES = 5;
const PATIENCE_MS = 2_000;

/** Chooses from the menu of the row on Home that says so. A Home that is shown again meanwhile closes the menu. */
export async function choosesFromRow(page: Page, row: RegExp, entry: string): Promise<void> {
  const there = page.locator('.block').filter({ hasText: row, has: page.getByLabel('More actions') });
  const menu = there.last().locator('details.overflow');
  const choice = menu.getByRole('button', { name: entry });
  for (let attempt = 1; ; attempt += 1) {
    if ((await menu.getAttribute('open')) === null) await menu.getByLabel('More actions').click();
    try {
      await choice.click({ timeout: PATIENCE_MS });
      return;
    } catch (error) {
      if (attempt === TRIES) throw error;
    }
  }
}
