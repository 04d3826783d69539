const PAGE_SIZE = 10;

/** A page of a list: its number from 1, how many pages there are, and which rows it holds. */
export type Page = { number: number; pages: number; total: number; offset: number; limit: number };

/** A page from 1. If it isn't there, or no longer, the nearest one takes its place. */
export type Wanted = { page: number };

/** The wanted page, or the nearest there is: rows may have gone since it was chosen. An empty list has one page. */
export function pageOf(total: number, wanted: number): Page {
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  const number = Math.min(pages, Math.max(1, Number.isSafeInteger(wanted) ? wanted : 1));
  return { number, pages, total, offset: (number - 1) * PAGE_SIZE, limit: PAGE_SIZE };
}
