type Output = { write(text: string): unknown; isTTY?: boolean };

const WIDTH = 30;

/** A bar that redraws itself on a terminal; elsewhere a line for every tenth, so that a log stays readable. */
export function createProgress(what: string, output: Output) {
  let lastTenth = -1;
  return {
    show(done: number, total: number): void {
      const part = total === 0 ? 1 : Math.min(1, done / total);
      const text = `${what}: ${done} of ${total} (${Math.floor(part * 100)} %)`;
      if (output.isTTY) {
        const filled = Math.round(part * WIDTH);
        output.write(`\r[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${text} `);
        return;
      }
      const tenth = Math.floor(part * 10);
      if (tenth !== lastTenth) output.write(`${text}\n`);
      lastTenth = tenth;
    },
    end(): void {
      if (output.isTTY) output.write('\n');
    },
  };
}
