/**
 * An `expected.yaml` to start from: every claim and goal with the verdict that was found, and `why` left to the author.
 *
 * A reason that is there already is kept while its verdict is the same. An empty reason is an error when the file is read: what
 * nobody has explained is not expected yet.
 */
import { Document, isScalar, Scalar, visit } from "yaml";
import { escapeHarmful, isHarmful } from "../core/diagnostic/sanitise.ts";
import type { Assessment, Finding } from "../core/verdict/verdict.ts";
import { nameOf } from "../core/protocol/claims/names.ts";
import { nameSchema } from "./schemas.ts";

interface Entry {
  readonly claim?: string;
  readonly goal?: string;
  readonly verdict: string;
  readonly scope?: "unbounded";
  readonly why: string;
}

const HEAD =
  "# The verdict expected of every claim and goal, and one sentence of why. Sketched by assay expect: fill in each why.\n";

/** The text of the file for the findings of one source. */
export function sketchExpectations({ findings }: Assessment, source: string): string {
  const own = findings.filter((finding) => finding.source === source);
  const names = own.map(nameFinding);
  const claims = own.flatMap((finding, i): Entry[] => {
    if (finding.lens !== "symbolic") return [];
    const isUnique = names.filter((name) => name === names[i]).length === 1;
    return [{ claim: isUnique ? nameFinding(finding) : finding.label, ...describeVerdict(finding) }];
  });
  const goals = own
    .filter(({ lens }) => lens === "ban")
    .map((finding): Entry => ({ goal: finding.label, ...describeVerdict(finding) }));
  const file = new Document({ claims, ...(goals.length === 0 ? {} : { goals }) });
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

function nameFinding({ role, claim, on }: Finding): string {
  return nameOf(role, claim, on);
}

function describeVerdict({ verdict, expected }: Finding): Pick<Entry, "verdict" | "scope" | "why"> {
  const isProved = verdict.is === "holds" && verdict.scope === "unbounded";
  const why = expected?.verdict === verdict.is && expected.met ? expected.why : "";
  return { verdict: verdict.is, ...(isProved ? { scope: "unbounded" } : {}), why };
}
