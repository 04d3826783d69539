import type { Page } from 'playwright-core';

/** Chooses from the menu of the row on Home that says so. */
export async function choosesFromRow(page: Page, row: RegExp, entry: string): Promise<void> {
  const there = page.locator('.block').filter({ hasText: row, has: page.getByLabel('More actions') });
  await there.last().getByLabel('More actions').click();
  await there.last().getByRole('button', { name: entry }).click();
}
