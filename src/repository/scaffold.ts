/**
 * The files of a new repository, or of a new protocol in one: small, and as they should be, so that an audit of them passes.
 *
 * Pure text; whoever writes them sees to it that nothing is written over.
 */
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { writeJson } from "../core/diagnostic/sanitise.ts";
import { CONFIG_FILE } from "./find-repository.ts";
import { PROTOCOL_FOLDER } from "./resolve-sources.ts";
import { nameSchema } from "./schemas.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { NamedText } from "../files/write-files.ts";

/** A person's choices. */
export interface Choices {
  readonly protocol: string;
  /** Who begins, and who answers. */
  readonly roles: readonly [string, string];
  readonly ci: "github" | "none";
}

/** The choices where nothing is chosen. */
export const DEFAULT_CHOICES: Choices = { protocol: "challenge-response", roles: ["I", "R"], ci: "none" };

/** Names that the description uses itself. */
const TAKEN = new Set(["N", "M1", "M2"]);

/** Checks names. Throws DiagnosticError (AS404). */
export function checkChoices({ protocol, roles }: Choices): void {
  const wrong = [
    ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(protocol) && protocol.length <= 60 ? [] : [`a protocol "${protocol}"`]),
    ...roles
      .filter((role) => !/^[A-Z][A-Za-z0-9]{0,15}$/.test(role) || TAKEN.has(role))
      .map((role) => `a role "${role}"`),
    ...(roles[0] === roles[1] ? [`two roles "${roles[0]}"`] : []),
  ];
  if (wrong.length > 0) throw new DiagnosticError(wrong.map((what) => diagnose("AS404", `Invalid name: ${what}.`)));
}

/** The files of a protocol, relative to the folder of protocols. */
export function writeProtocol(
  { protocol, roles: [first, second] }: Choices,
  protocols = PROTOCOL_FOLDER,
): readonly NamedText[] {
  const depth = `${protocols}/${protocol}`.split("/").filter((part) => part !== "" && part !== ".").length;
  return [
    {
      name: `${protocol}/protocol.ts`,
      text: `// ${first} sends a challenge that only ${second} can read, and ${second} shows that it has read it.
import { aenc, agree, nonce, pk, protocol, secret } from "assay";

export default protocol("${protocol}", { ${first}: "who asks", ${second}: "who answers" })
  .public({ pk${first}: pk("${first}"), pk${second}: pk("${second}") })
  .fresh("${first}", { N: nonce })
  .message("M1", "${first}", "${second}", ({ N, ${first}, pk${second} }) => aenc({ N, ${first} }, pk${second}))
  .message("M2", "${second}", "${first}", ({ N, ${second}, pk${first} }) => aenc({ ${second}, N }, pk${first}))
  .claims("${first}", ({ N }) => [secret(N), agree("${second}", [N])])
  .claims("${second}", ({ N }) => [secret(N)]);
`,
    },
    {
      name: `${protocol}/expected.yaml`,
      text: `${nameSchema("expected.schema.json", depth)}# The expected verdict of every claim, and why. assay audit fails if a verdict differs or a claim has no entry.
claims:
  - claim: ${first} Secret N
    verdict: holds
    scope: unbounded
    why: N travels only under the keys of ${second} and of ${first}.
  - claim: ${first} Agree ${second} on N
    verdict: holds
    scope: unbounded
    why: Only ${second} can take N out of M1, and M2, which names it first, is never an M1 sent back.
  - claim: ${second} Secret N
    verdict: attack
    why: Anyone can make an M1 in the name of ${first}, with an N of its own.
  - claim: ${first} Reachable
    verdict: holds
    why: Both messages can be exchanged.
  - claim: ${second} Reachable
    verdict: holds
    why: Any M1 will do.
`,
    },
    {
      name: `${protocol}/README.md`,
      text: `# ${protocol}

To be written: the source of the protocol, and the abstractions made.

\`\`\`sh
npx assay show ${protocol}      # what each role does and tests
npx assay verify ${protocol}    # every claim judged, every attack told
npx assay watch ${protocol}     # again whenever a file is saved
\`\`\`
`,
    },
  ];
}

/** The files of a repository around its protocols; those that are there already are to be left. `origin`: the dependency on Assay. */
export function writeRepository({ ci }: Choices, protocols: string, origin: string): readonly NamedText[] {
  const manifest = {
    private: true,
    type: "module",
    scripts: { audit: "assay audit" },
    devDependencies: { assay: origin },
  };
  const files: NamedText[] = [
    {
      name: CONFIG_FILE,
      text: `${nameSchema("config.schema.json", 0)}# The folder of protocols and the bounds of the search; the command line overrides them.
protocols: ${protocols}
reports: reports
timeout: 60 # seconds for each protocol
max-runs: 5
`,
    },
    { name: ".gitignore", text: "node_modules/\n.cache/\n.assay/\n/reports/timings.json\n" },
    { name: "package.json", text: `${writeJson(manifest)}\n` },
  ];
  return ci === "github" ? [...files, { name: ".github/workflows/verify.yml", text: WORKFLOW }] : files;
}

const WORKFLOW = `name: verify

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  audit:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with:
          node-version: "20"
      - run: npm ci --ignore-scripts
      - run: npx --no-install assay audit
      - if: always()
        run: if [ -f reports/report.md ]; then cat reports/report.md >> "$GITHUB_STEP_SUMMARY"; fi
`;
