import type { InstallationStore } from '@slack/oauth';

/** What a case needs beside one store. A harness without it says why, and the case is listed as not applicable. */
export type Capability =
  /** A second instance over the same data, as a second process of the app has it. */
  | 'second instance'
  /** Everything that lies at rest, as text. */
  | 'dump';

export type Store = Required<InstallationStore>;

/** One empty place for one case. */
export type OpenStore = {
  store: Store;
  /** A second instance over the same data; with a client id: of another Slack app. */
  secondInstance?(options?: { clientId?: string }): Promise<Store>;
  dump?(): Promise<string>;
  close(): Promise<void>;
};

export type Harness = {
  name: string;
  /** The capabilities that this store cannot have, each with the reason. */
  lacks: Partial<Record<Capability, string>>;
  /** How long after a write another instance may still answer as before; absent: not at all. */
  hearsWithinMs?: number;
  open(options?: { clientId?: string }): Promise<OpenStore>;
  /** Frees what all the opened stores share. */
  end(): Promise<void>;
};

/** What a case works with: as an opened store, with everything that it said it needs. */
export type Subject = { [Part in keyof Omit<OpenStore, 'close'>]-?: NonNullable<OpenStore[Part]> } & {
  /** What has to hold in another instance: at once, or within the time that the store allows itself to hear of it. */
  heard(check: () => Promise<void>): Promise<void>;
};

export type ContractCase = {
  family: string;
  /** The guarantee, in the present tense. Unique in the whole contract. */
  name: string;
  needs: readonly Capability[];
  /** Rejects when the store does not keep the guarantee. */
  run(subject: Subject): Promise<void>;
};

type Run = ContractCase['run'];

/** The cases of one family, from their names and what they do; a list before the function says what they need. */
export function family(
  name: string,
  cases: Record<string, Run | [needs: readonly Capability[], run: Run]>,
): ContractCase[] {
  return Object.entries(cases).map(([guarantee, given]) => {
    const [needs, run] = Array.isArray(given) ? given : ([[], given] as const);
    return { family: name, name: guarantee, needs, run };
  });
}

/** The reason why a case cannot be run on a harness. */
export function whyNotApplicable(contractCase: ContractCase, harness: Harness): string | undefined {
  return contractCase.needs.map((need) => harness.lacks[need]).find((reason) => reason !== undefined);
}

/** Runs one case on an empty place of its own. */
export async function runCase(contractCase: ContractCase, harness: Harness): Promise<void> {
  const opened = await harness.open();
  const absent = (what: Capability) => async () => {
    throw new Error(`"${contractCase.name}" used the ${what} without saying that it needs it.`);
  };
  const allowed = (need: Capability) => contractCase.needs.includes(need);
  try {
    await contractCase.run({
      store: opened.store,
      secondInstance:
        (allowed('second instance') && opened.secondInstance?.bind(opened)) || absent('second instance'),
      dump: (allowed('dump') && opened.dump?.bind(opened)) || absent('dump'),
      heard: (check) => within(harness.hearsWithinMs ?? 0, check),
    });
  } finally {
    await opened.close();
  }
}

async function within(ms: number, check: () => Promise<void>): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= end) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
