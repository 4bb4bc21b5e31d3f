import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Everything that tests write for a time lies in one folder, which is removed when all have ended. */
export default async function temporary(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "touchstone-tests-"));
  // Where node's tmpdir() looks; the processes that run the tests inherit it.
  process.env.TMPDIR = folder;
  return () => rm(folder, { recursive: true, force: true });
}
