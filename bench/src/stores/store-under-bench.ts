import type { InstallationStore } from '@slack/oauth';

export type OpenStore = { store: Required<InstallationStore>; close(): Promise<void> };

/** Where a store keeps its data: each gets both, empty, and uses what it needs. */
export type Place = { databaseUrl: string; folder: string };

export type StoreUnderBench = {
  name: string;
  /** Stores of the same data are measured one after the other on what was filled once. */
  data: string;
  /** The most installations that it is measured with, and why no more. */
  limit?: { installations: number; why: string };
  /** Puts the first installations there, by the quickest way, in a process of its own. */
  fill(place: Place, installations: number): Promise<void>;
  /** @param installations how many are there: a store that lives in memory fills itself */
  open(place: Place, installations: number): Promise<OpenStore>;
};
