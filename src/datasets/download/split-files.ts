/**
 * Which of a dataset's files hold a split, as their names tell (huggingface.co/docs/hub/datasets-file-names-and-splits; what a
 * dataset's card declares is not read).
 *
 * A config is the name of a folder, else a word of the path. A split is the name of a folder, or of a file without its
 * numbering ("test", "test-00000-of-00002"), else a word of the file's name ("pairs_test"). Without either, all data files
 * count. Where the same files are there in several formats, the first of Parquet, JSONL and JSON is taken.
 *
 * @param files paths with "/"
 * @returns sorted, as shards are to be read in their order
 */
export function splitFiles(
  files: readonly string[],
  { config, split }: { readonly config?: string; readonly split?: string },
): readonly string[] {
  const data = files.map(parsedName).filter((name) => name !== null);
  const ofConfig =
    config === undefined
      ? data
      : firstFound([
          data.filter(({ folders }) => folders.includes(config)),
          data.filter(({ folders, stem }) => [...folders, stem].some((step) => hasWord(step, config))),
        ]);
  const ofSplit =
    split === undefined
      ? ofConfig
      : firstFound([
          ofConfig.filter(({ folders, stem }) => folders.includes(split) || unnumbered(stem) === split),
          ofConfig.filter(({ stem }) => hasWord(stem, split)),
        ]);
  const format = EXTENSIONS.find((extension) => ofSplit.some((name) => name.extension === extension));
  return ofSplit
    .filter(({ extension }) => extension === format)
    .map(({ path }) => path)
    .sort();
}

interface DataFile {
  readonly path: string;
  readonly folders: readonly string[];
  /** The file's name without its extension. */
  readonly stem: string;
  readonly extension: string;
}

function parsedName(path: string): DataFile | null {
  const steps = path.split("/");
  const name = steps.pop() ?? "";
  const extension = EXTENSIONS.find((one) => name.toLowerCase().endsWith(one));
  if (!extension || path.startsWith(".") || path.includes("/.") || DESCRIPTIONS.has(name)) return null;
  return { path, folders: steps, stem: name.slice(0, -extension.length), extension };
}

function firstFound<T>(choices: readonly (readonly T[])[]): readonly T[] {
  return choices.find((choice) => choice.length > 0) ?? [];
}

/** @example unnumbered("test-00000-of-00002-0aa209b277f9bf03") // "test" */
function unnumbered(stem: string): string {
  return stem.replace(/-\d+-of-\d+(-[0-9a-f]+)?$/, "");
}

// Bounded by anything but a letter: "latest" does not hold "test".
function hasWord(text: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<!\\p{L})${escaped}(?!\\p{L})`, "u").test(text);
}

const EXTENSIONS = [".parquet", ".jsonl", ".json", ".jsonl.gz", ".json.gz"];
/** What the hub's own tools write beside the data. */
const DESCRIPTIONS: ReadonlySet<string> = new Set(["dataset_infos.json", "dataset_info.json", "state.json"]);
