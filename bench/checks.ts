// Takes the checks of the challengers and of the referee out, one after the other, and runs the tests that must notice:
// `npm run checks`. A check that can go without a test failing is printed, and the exit status is 1.
//
// The sources are copied into .cache/checks and changed there. What counts as a check: every forfeit for a forbidden query,
// and every line by which a challenger or the referee remembers what was asked.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Expression, Node, Project, type SourceFile, type Statement } from "ts-morph";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const COPY = join(ROOT, ".cache/checks");
const SOURCES = [
  "src/lenses/games/*/challenger.ts",
  "src/lenses/games/delegator/reach.ts",
  "src/lenses/games/delegatee/keys-asked.ts",
  "src/lenses/games/firewall/security.ts",
  "src/lenses/games/play/referee.ts",
  "src/lenses/games/substitution/{exfiltration,key-recovery,detection}.ts",
];
const TESTS = ["src/lenses/games/forbidden.test.ts", "src/lenses/games/play/play.test.ts"];
/** Those who remember what was asked, and the marks that stand for one query. */
const REMEMBERS =
  /^(?:reach|asked|signed|this\.(?:check|checkTarget|owners|delegatees|partial|whole|replaced|edges))\b/u;
const MARKS = /^(?:challenged|emitted|this\.(?:forfeit|target|planted)) (?:\?\?=|\+=|=) /u;

function isCheck(statement: Statement): boolean {
  if (Node.isThrowStatement(statement)) return /new Forfeit\(\s*"forbidden-query"/u.test(statement.getText());
  if (!Node.isExpressionStatement(statement)) return false;
  const said: Expression = statement.getExpression();
  return (Node.isCallExpression(said) ? REMEMBERS : MARKS).test(said.getText());
}

/** A check: where it stands, and the source without it. */
interface Removal {
  readonly at: string;
  readonly text: string;
  readonly without: string;
}

function listRemovals(source: SourceFile): readonly Removal[] {
  const whole = source.getFullText();
  return source
    .getDescendants()
    .filter((node): node is Statement => Node.isStatement(node) && isCheck(node))
    .map((statement) => ({
      at: `${source.getFilePath().slice(ROOT.length)}:${statement.getStartLineNumber()}`,
      text: statement.getText().split("\n")[0] ?? "",
      without: `${whole.slice(0, statement.getStart())};${whole.slice(statement.getEnd())}`,
    }));
}

function runTests(): boolean {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const words = [vitest, "run", "--bail", "1", "--root", COPY, "--reporter", "dot", ...TESTS];
  return spawnSync(process.execPath, words, { cwd: COPY, stdio: "ignore", timeout: 120_000 }).status === 0;
}

function copySources(): void {
  rmSync(COPY, { recursive: true, force: true });
  mkdirSync(COPY, { recursive: true });
  const taken = ["src", "protocol", "package.json", "tsconfig.json", "vitest.config.ts", "fast-check.config.ts"];
  for (const name of taken) cpSync(join(ROOT, name), join(COPY, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(COPY, "node_modules"));
}

const project = new Project({ skipAddingFilesFromTsConfig: true });
const sources = project.addSourceFilesAtPaths(SOURCES.map((glob) => join(ROOT, glob)));
copySources();
if (!runTests()) throw new Error("The tests fail before anything is taken out.");
const removals = sources.flatMap((source) => listRemovals(source).map((removal) => ({ source, removal })));
let unnoticed = 0;
for (const { source, removal } of removals) {
  const path = join(COPY, source.getFilePath().slice(ROOT.length));
  writeFileSync(path, removal.without);
  const isNoticed = !runTests();
  writeFileSync(path, source.getFullText());
  if (!isNoticed) unnoticed += 1;
  console.log(`${isNoticed ? "ok      " : "UNSEEN  "} ${removal.at.padEnd(48)} ${removal.text}`);
}
console.log(`${removals.length} checks taken out one at a time; ${unnoticed} that no test noticed.`);
rmSync(COPY, { recursive: true, force: true });
if (unnoticed > 0) process.exitCode = 1;
