/**
 * An `expected.yaml` to start from: every claim and goal with the verdict that was found, and `why` left to the author.
 *
 * A reason that is there already is kept while its verdict is the same. An empty reason is an error when the file is read: what
 * nobody has explained is not expected yet.
 */
import { Document, isScalar, Scalar, visit } from "yaml";
import { escapeHarmful, isHarmful } from "../core/diagnostic/sanitise.ts";
import type { Assessment, Finding } from "../core/verdict/verdict.ts";
import { LENSES } from "../lenses/registry.ts";
import { nameSchema } from "./schemas.ts";

/** Content of an entry about its verdict. */
interface Said {
  readonly verdict: string;
  readonly scope?: "unbounded";
  readonly why: string;
}

const HEAD =
  "# The expected verdict of every claim and goal, and one sentence of why. Written by assay expect: fill in each why.\n";

/** The text of the file for the findings of one source. */
export function sketchExpectations({ findings }: Assessment, source: string): string {
  const own = findings.filter((finding) => finding.source === source);
  const sections = [...new Set(LENSES.flatMap(({ expectations }) => expectations ?? []))].flatMap(
    ({ sketch }) => sketch ?? [],
  );
  const lists = sections.flatMap(({ key, nameEntry }) => {
    const listed = own.filter((finding) => isSketchedIn(finding, key));
    const entries = listed.map((finding) => ({ ...nameEntry(finding, listed), ...describeVerdict(finding) }));
    return entries.length === 0 && key !== sections[0]?.key ? [] : [[key, entries] as const];
  });
  const file = new Document(Object.fromEntries(lists));
  // In double quotes, what must not be printed can be escaped: the name reads as it is.
  visit(file, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === "string" && isHarmful(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return (
    nameSchema("expected.schema.json", countFolders(source)) + HEAD + escapeHarmful(file.toString({ lineWidth: 0 }))
  );
}

/** Folders between a source that is named from the repository and its file; one from elsewhere is taken for the usual two. */
function countFolders(source: string): number {
  const folders = source.split("/").slice(0, -1);
  return source.startsWith("/") || folders.includes("..") || folders.length === 0 ? 2 : folders.length;
}

function isSketchedIn({ lens, engine }: Finding, key: string): boolean {
  return LENSES.some((one) => one.lens === lens && one.engine === engine && one.expectations?.sketch?.key === key);
}

function describeVerdict({ verdict, expected }: Finding): Said {
  const isProved = verdict.is === "holds" && verdict.scope === "unbounded";
  const why = expected?.verdict === verdict.is && expected.met ? expected.why : "";
  return { verdict: verdict.is, ...(isProved ? { scope: "unbounded" } : {}), why };
}
