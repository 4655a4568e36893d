// Who may import whom, as named rules with their reasons. The rooms of src/ form a directed acyclic graph:
//
//   { core, files, live } <- { queue, implementations } <- lenses <- findings <- { reports, repository } <- assess <- conformance <- api <- cli
//   in core:   diagnostic, term <- theory <- protocol;  term <- verdict
//   in live:   crypto <- theory/*/implementation.ts, and all of live;  live <- lenses/games, lenses/network, lenses/overhead
//   in lenses: lens.ts and what lies beside it <- one folder a lens <- registry.ts
//
// Tests, and what they share (arbitrary.ts, example.ts), may import whatever they test with.
const TEST = "(\\.(test|props|types)|/(arbitrary|example))\\.ts$";

/** Where Node.js, its modules and packages may be used. */
const EDGES =
  "^src/((files|queue|implementations|repository|assess|conformance|api|cli|live|lenses/(games|network|engine|(scyther|proverif|tamarin)/installed|ban/read))/|(games|vitest)\\.ts$)";

/** Where the packages of cryptography are used: the schemes, and what binds a theory to them, loaded when asked for. */
const CRYPTO = "^src/(live/crypto/|core/theory/[a-z]+/implementation\\.ts$)";

/** The ground of every lens: descriptions, verdicts, files, and the contract of lenses. */
const LENS_GROUND = ["core", "files", "lenses/(?!registry)[a-z-]+\\.ts"];

/** Forbids a folder to import others of src/ than those named. */
function standsOn(name, comment, folder, allowed) {
  const others = [folder, ...allowed].join("|");
  return {
    name,
    comment,
    severity: "error",
    from: { path: `^src/${folder}/`, pathNot: TEST },
    to: { path: "^(src|bin|bench|protocol)/", pathNot: `^src/(${others})(/|$)` },
  };
}

export default {
  forbidden: [
    standsOn(
      "diagnostic-stands-alone",
      "Everything may complain, so complaining may need nothing.",
      "core/diagnostic",
      [],
    ),
    standsOn("term-is-the-ground-floor", "Terms mean the same to every lens; they know none.", "core/term", [
      "core/diagnostic",
    ]),
    standsOn("theory-stands-on-terms", "A theory is data about terms; it knows no protocol.", "core/theory", [
      "core/diagnostic",
      "core/term",
      "live/crypto",
    ]),
    {
      name: "symbols-do-not-load-crypto",
      comment: "A symbolic verdict needs no curve: implementations load when a law, a game or a party asks for them.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: `(${CRYPTO}|^src/(live|implementations|lenses/(execution|games|network))/|^src/games\\.ts$)|${TEST}`,
      },
      to: { path: "^src/live/crypto/" },
    },
    standsOn(
      "crypto-knows-no-protocol",
      "Schemes and curves are the same whatever they are used for.",
      "live/crypto",
      [],
    ),
    standsOn(
      "ban-is-a-stranger",
      "As lenses-are-strangers: the logic reads descriptions, and nothing of another lens.",
      "lenses/ban",
      LENS_GROUND,
    ),
    {
      name: "checker-is-apart",
      comment: "A proof is accepted by code that the prover does not share: what one gets wrong, the other notices.",
      severity: "error",
      from: { path: "^src/lenses/ban/check/", pathNot: TEST },
      to: { path: "^src/", pathNot: "^src/lenses/ban/(check/|rules/|profile\\.ts$|proof\\.ts$)" },
    },
    {
      name: "prover-does-not-check",
      comment: "The prover is written from the paper, not from the forms that its proofs are checked against.",
      severity: "error",
      from: { path: "^src/lenses/ban/(derive|explain)/", pathNot: TEST },
      to: { path: "^src/lenses/ban/(check/|rules/(?!rule\\.ts$))" },
    },
    standsOn(
      "live-is-no-lens",
      "The system under test judges nothing: it stands on descriptions and schemes.",
      "live",
      ["core/diagnostic", "core/term", "core/theory", "core/protocol", "live/crypto"],
    ),
    {
      name: "live-knows-no-protocol",
      comment:
        "What is special to one protocol lies in protocol/<name>/system/, and is found there when it is asked for: src/ runs any.",
      severity: "error",
      from: { path: "^(src|bin)/", pathNot: TEST },
      to: { path: "^(protocol|games)/" },
    },
    {
      name: "systems-stand-on-live",
      comment:
        "A protocol's system is made of descriptions, schemes and live parties: it judges nothing and knows no surface.",
      severity: "error",
      from: { path: "^protocol/[^/]+/system/", pathNot: TEST },
      to: { path: "^(src|bin|bench|games)/", pathNot: "^src/(core/(diagnostic|term|theory|protocol)|live)/" },
    },
    standsOn(
      "games-are-strangers",
      "As lenses-are-strangers: games play schemes and the live system, and judge nothing else.",
      "lenses/games",
      // An adversary in a file of its own gets the door that it is written for.
      [...LENS_GROUND, "live", "queue", "games\\.ts"],
    ),
    standsOn(
      "network-is-a-stranger",
      "As lenses-are-strangers: the network adversary meets the live system. Its entries in expected.yaml are among the games.",
      "lenses/network",
      [...LENS_GROUND, "live", "lenses/games/expectations\\.ts"],
    ),
    standsOn("laws-know-no-protocol", "A law is about a theory and the code behind it.", "live/laws", [
      "core/diagnostic",
      "core/term",
      "core/theory",
      "live/crypto",
    ]),
    standsOn("overhead-knows-no-protocol", "Sizes and times are those of the schemes.", "live/overhead", [
      "core/diagnostic",
      "live/crypto",
    ]),
    standsOn(
      "verdict-stands-on-terms",
      "A verdict can be stored and read without whatever reached it.",
      "core/verdict",
      ["core/diagnostic", "core/term"],
    ),
    standsOn(
      "protocol-knows-no-lens",
      "A description is the same whatever it is later looked at with.",
      "core/protocol",
      ["core/diagnostic", "core/term", "core/theory"],
    ),
    {
      ...standsOn("lenses-are-strangers", "", "lenses/scyther", [
        ...LENS_GROUND,
        "lenses/engine",
        "lenses/verifier/examine-trace\\.ts",
      ]),
      comment:
        "Two lenses that share code share mistakes; that they agree is worth something because they do not. Attacks of all " +
        "are replayed by one judge.",
    },
    {
      ...standsOn("proverif-is-a-stranger", "", "lenses/proverif", [
        ...LENS_GROUND,
        "lenses/engine",
        "lenses/verifier/(examine-trace|seek-attack)\\.ts",
      ]),
      comment:
        "As lenses-are-strangers: the encoder reads role scripts, and not how another lens writes or judges them.",
    },
    {
      ...standsOn("tamarin-is-a-stranger", "", "lenses/tamarin", [
        ...LENS_GROUND,
        "lenses/engine",
        "lenses/verifier/(examine-trace|seek-attack)\\.ts",
      ]),
      comment:
        "As lenses-are-strangers: what ProVerif and Tamarin are asked is written twice, so that no mistake is in both.",
    },
    {
      name: "verifier-is-a-stranger",
      comment: "As lenses-are-strangers: the verifier reads role scripts, whatever they come from.",
      severity: "error",
      from: { path: "^src/lenses/verifier/", pathNot: TEST },
      to: {
        path: "^(src|bin|bench|protocol)/",
        pathNot: `^src/(${[...LENS_GROUND, "lenses/verifier", "lenses/scyther/syntax"].join("|")})(/|$)`,
      },
    },
    standsOn(
      "reports-read-assessments-only",
      "A stored assessment can be rendered again without analysing: a report sees it, and what lenses say of their verdicts.",
      "reports",
      ["core/diagnostic", "core/verdict", "findings"],
    ),
    {
      name: "search-cannot-conclude",
      comment:
        "The search proposes, replay/ disposes: an attack is only what was replayed, so a search cannot make one. " +
        "The ground trace that it hands over is data, and in replay/trace.ts.",
      severity: "error",
      from: { path: "^src/lenses/verifier/(search|claims)/", pathNot: TEST },
      to: {
        path: "^src/(core/verdict/|lenses/verifier/(verify\\.ts|(replay|minimise|narrate)/))",
        pathNot: "^src/lenses/verifier/replay/trace\\.ts$",
      },
    },
    {
      name: "only-verify-asks-for-confirmation",
      comment:
        "The verifier, what it tries on other claims, and what it replays for others: another way could confirm without replaying.",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: `(^src/lenses/verifier/((verify|violations|examine-trace)\\.ts|(replay|minimise|narrate)/))|${TEST}`,
      },
      to: { path: "^src/lenses/verifier/replay/confirm\\.ts" },
    },
    {
      name: "assess-knows-no-surface",
      comment: "An analysis is the same from a terminal, a test or another program: cli and reports come after it.",
      severity: "error",
      from: { path: "^src/assess/", pathNot: TEST },
      to: { path: "^src/(api|cli|conformance|reports)/" },
    },
    {
      name: "assess-knows-no-lens-by-name",
      comment:
        "Plans, time, cache, interruption and the order of findings are the same for every lens: assess knows the contract, " +
        "and gets the lenses from whoever calls it.",
      severity: "error",
      from: { path: "^src/assess/", pathNot: TEST },
      to: { path: "^src/lenses/[^/]+/" },
    },
    {
      name: "contract-knows-no-lens",
      comment: "What all lenses stand on stands on none of them; the registry alone names them.",
      severity: "error",
      from: { path: "^src/lenses/[a-z-]+\\.ts$", pathNot: `^src/lenses/registry\\.ts$|${TEST}` },
      to: {
        path: "^src/(lenses/(?!scyther/syntax/)[^/]+/|lenses/registry\\.ts|live|repository|assess|reports|api|cli|conformance)",
      },
    },
    standsOn(
      "findings-know-lenses-by-contract",
      "What findings say and come to is told in the words of their lenses, which the registry has.",
      "findings",
      ["core/diagnostic", "core/verdict", "lenses/[a-z-]+\\.ts"],
    ),
    standsOn(
      "files-know-no-protocol",
      "Texts are read, written and complained of in the same way whatever they say.",
      "files",
      ["core/diagnostic"],
    ),
    standsOn(
      "implementations-judge-nothing",
      "Somebody else's party is a party: what it does is judged by those who judge ours.",
      "implementations",
      ["core/(diagnostic|term|theory|protocol)", "files", "live"],
    ),
    standsOn(
      "queue-knows-no-work",
      "A queue hands texts to whoever does them: what they ask for is the same on one machine and on many.",
      "queue",
      ["core/diagnostic", "files"],
    ),
    standsOn("overhead-is-a-stranger", "As lenses-are-strangers: costs are those of the schemes.", "lenses/overhead", [
      ...LENS_GROUND,
      "live",
    ]),
    {
      name: "repository-knows-no-analysis",
      comment: "Finding, loading and writing files is the same whatever is done with them.",
      severity: "error",
      from: { path: "^src/repository/", pathNot: TEST },
      to: { path: "^src/(api|assess|cli|conformance|live|reports)/" },
    },
    {
      name: "cli-is-the-top",
      comment: "What lies below must work without a command line.",
      severity: "error",
      from: { path: "^(src|bench|protocol)/", pathNot: `(^src/cli/)|${TEST}` },
      to: { path: "^src/cli/" },
    },
    {
      name: "io-at-the-edges",
      comment:
        "Files, clocks and processes are reached in files, repository, assess and cli, and where a lens runs something; all else " +
        "gets them as arguments.",
      severity: "error",
      from: { path: "^src/", pathNot: `(${EDGES})|${TEST}` },
      to: { path: "^(node:)?(fs|fs/promises|child_process|worker_threads|net|http|https|os|process|readline|timers)$" },
    },
    {
      name: "installed-programs-are-edges",
      comment: "It runs a program and reads files: whoever reads or writes SPDL must work without it.",
      severity: "error",
      from: { path: "^src/", pathNot: `(${EDGES})|^src/lenses/(scyther|proverif|tamarin)/lens\\.ts$|${TEST}` },
      to: { path: "^src/lenses/((scyther|proverif|tamarin)/installed|engine)/" },
    },
    {
      name: "core-runs-anywhere",
      comment:
        "Terms, theories, verdicts, protocols, SPDL, the verifier and the reports will run in a browser: no Node.js.",
      severity: "error",
      from: { path: "^src/", pathNot: `(${EDGES})|${TEST}` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-needs-no-package",
      comment: "What judges a claim has no code of others in it; packages serve the edges, and typeset formulas.",
      severity: "error",
      from: { path: "^src/", pathNot: `(${EDGES})|^src/reports/html/typeset-formula\\.ts$|${CRYPTO}|${TEST}` },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg"] },
    },
    {
      name: "nothing-shipped-needs-a-dev-dependency",
      comment:
        "Whoever installs the package does not get them: but for optional peers, and for what build/build.mjs makes part of the bundle.",
      severity: "error",
      from: { path: "^(src|bin)/", pathNot: `${TEST}|^bin/typescript-hooks\\.mjs$` },
      to: {
        pathNot: "node_modules/(ajv|commander|sucrase|yaml)/",
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["npm", "npm-peer", "type-only"],
      },
    },
    {
      name: "no-cycles",
      comment:
        "Two modules that need each other, if only for a type, are one module in two files: nobody can read one first.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-test-imports",
      comment: "Tests are not shipped; what they share is a module of its own.",
      severity: "error",
      from: { path: "^(src|bin|bench|protocol)/", pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: "protocols-import-assay-only",
      comment: "A protocol.ts must load in any folder: it knows the public API and files beside it.",
      severity: "error",
      from: { path: "^protocol/", pathNot: `^protocol/[^/]+/system/|${TEST}` },
      to: { pathNot: "^(protocol/|src/index\\.ts$)" },
    },
    {
      name: "no-missing-imports",
      comment: "An import that cannot be resolved fails when it is least expected.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/fixtures/|(^|/)dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
