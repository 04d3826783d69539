/** What is wrong with the generated client, and the command that puts it right; undefined when nothing is. */
export function findClientProblem(root?: string): Promise<string | undefined>;
