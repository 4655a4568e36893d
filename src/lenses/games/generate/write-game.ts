/**
 * The file of one game of one protocol, as somebody would write it by hand: the oracles under the protocol's names, the
 * queries that the challenge closes taken out of their types, the challenger, and an adversary to start from.
 */
import { type Project, VariableDeclarationKind } from "ts-morph";
import { sanitise } from "../../../core/diagnostic/sanitise.ts";
import { type Cast, nameOracles } from "../naming.ts";
import type { SignedPart, SignedStatement } from "../../../live/wire/signed-statements.ts";
import type { Blueprint } from "./blueprints.ts";
import { nameTypes } from "./name-types.ts";
import type { OracleDeclaration } from "./read-view.ts";

/** The contents of a generated file, before it is written. */
export interface GameFile {
  readonly protocol: string;
  /** Where the description is, for the header. */
  readonly description: string;
  readonly cast: Cast;
  readonly asks: "as-registered" | "proven";
  readonly blueprint: Blueprint;
  readonly oracles: readonly OracleDeclaration[];
  readonly definition: string;
  /** The statements that the protocol signs, for the game that is about them. */
  readonly signed: readonly SignedStatement[];
}

/** People of a kind that a play has; their names are free, these are what the types know. */
const PEOPLE = 3;
const WIDEST_COMMENT = 112;

/** The text of the file. */
export function writeGame(project: Project, game: GameFile): string {
  const { protocol, description, cast, asks, blueprint, oracles, definition, signed } = game;
  const names = nameOracles(cast);
  const isAboutSigned = blueprint.constant === "makeSignatureGame";
  const file = project.createSourceFile(`${protocol}/${blueprint.game}.ts`, "", { overwrite: true });
  const imported = collectImports(oracles, blueprint);
  const types = nameTypes(cast, [...imported, ...listTypes(oracles, blueprint)]);
  file.addStatements([
    writeComment([
      `${blueprint.title}, in ${protocol}: ${describeCast(blueprint, cast)}.`,
      "",
      `${definition} Generated from ${description} by assay generate; adversaries of your own go in files beside this ` +
        `one, and play with assay play ${protocol} --game ${blueprint.game} --adversary <file>.`,
    ]),
  ]);
  file.addImportDeclaration({ moduleSpecifier: "assay/games", namedImports: [...imported] });
  const people = [...new Set(Object.values(blueprint.people))];
  for (const kind of people) {
    file.addTypeAlias({
      name: types[kind],
      isExported: true,
      docs: [`Who can be ${cast[kind]} in a play.`],
      type: Array.from({ length: PEOPLE }, (_, i) => `"${cast[kind]} ${i + 1}"`).join(" | "),
    });
  }
  const properties = oracles.map((oracle) => ({
    isReadonly: true,
    name: names[oracle.name] ?? oracle.name,
    type: writeType(oracle, blueprint, types),
    ...(oracle.about === "" ? {} : { docs: [oracle.about] }),
  }));
  file.addInterface({
    name: "Game",
    isExported: true,
    docs: ["The queries of an adversary."],
    extends: ["Tools"],
    properties,
  });
  if (blueprint.closes !== undefined) addPhase(file, blueprint, blueprint.closes, oracles, types, names);
  file.addTypeAlias({
    name: "Adversary",
    isExported: true,
    docs: ["An adversary: from its queries to its answer."],
    type: `(game: Game) => ${blueprint.answer}`,
  });
  const own = oracles.filter(({ name }) => names[name] !== undefined);
  file.addVariableStatement({
    declarationKind: VariableDeclarationKind.Const,
    leadingTrivia: "/** The names of the challenger's oracles here. */\n",
    declarations: [
      {
        name: "NAMES",
        initializer: (writer) => {
          writer.inlineBlock(() => {
            for (const { name } of own) writer.writeLine(`${name}: "${names[name] ?? name}",`);
          });
        },
      },
    ],
  });
  if (isAboutSigned) {
    file.addVariableStatement({
      declarationKind: VariableDeclarationKind.Const,
      leadingTrivia: "/** The statements that are signed, part by part. */\n",
      declarations: [{ name: "SIGNED", type: "readonly SignedStatement[]", initializer: writeSigned(signed) }],
    });
  }
  file.addFunction({
    name: "play",
    isExported: true,
    docs: ["Plays once, from a seed; an adversary that breaks a rule forfeits the play."],
    parameters: [
      { name: "adversary", type: "Adversary" },
      { name: "seed", type: "string" },
    ],
    returnType: "Promise<PlayResult>",
    statements: [
      `return playNamed(${isAboutSigned ? `${blueprint.constant}(SIGNED)` : blueprint.constant}, adversary, NAMES, "${asks}", seed);`,
    ],
  });
  file.addVariableStatement({
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    leadingTrivia: "/** An adversary to start from: it knows nothing yet. */\n",
    declarations: [{ name: "stub", type: "Adversary", initializer: writeStub(blueprint.stub(cast)) }],
  });
  file.formatText({ indentSize: 2 });
  return tidy(file.getFullText());
}

function addPhase(
  file: ReturnType<Project["createSourceFile"]>,
  blueprint: Blueprint,
  { target, oracles: closed }: NonNullable<Blueprint["closes"]>,
  oracles: readonly OracleDeclaration[],
  types: Cast,
  names: Readonly<Record<string, string>>,
): void {
  const role = types[target];
  const left = oracles.filter(({ name }) => closed.includes(name));
  const omitted = ["challenge", ...left.map(({ name }) => names[name] ?? name)];
  file.addInterface({
    name: "Challenged",
    isExported: true,
    typeParameters: [{ name: "Target", constraint: role }],
    docs: ["The queries left when `Target` is challenged: none that would open the challenge."],
    extends: [`Omit<Game, ${omitted.map((name) => `"${name}"`).join(" | ")}>`],
    properties: left
      .filter(({ name }) => name !== "replaceKey")
      .map((oracle) => ({
        isReadonly: true,
        name: names[oracle.name] ?? oracle.name,
        type: writeType(oracle, blueprint, types).replace(`: ${role})`, `: Exclude<${role}, Target>)`),
        docs: [oracle.about],
      })),
  });
  file.addFunction({
    name: "goOn",
    isExported: true,
    typeParameters: [{ name: "Target", constraint: role }],
    docs: ["The same game once `Target` is challenged, as the types see it; the challenger enforces it in any case."],
    parameters: [
      { name: "game", type: "Game" },
      { name: "_target", type: "Target" },
    ],
    returnType: "Challenged<Target>",
    statements: ["return game;"],
  });
}

/** A long text has a line of its own. */
function writeContext(context: string): readonly string[] {
  const text = JSON.stringify(context);
  return text.length > 120 - "    context: ,".length ? ["    context:", `      ${text},`] : [`    context: ${text},`];
}

/** The statements as somebody would write them: a line for each part. */
function writeSigned(signed: readonly SignedStatement[]): string {
  const write = ({ at, ...part }: SignedPart): string => {
    const rest = Object.entries({ ...part, at: undefined }).filter(([, value]) => value !== undefined);
    const fields = rest.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    return `      { ${fields.join(", ")}, at: [${at.join(", ")}] },`;
  };
  const statements = signed.flatMap(({ name, context, parts }) => [
    "  {",
    `    name: ${JSON.stringify(name)},`,
    ...writeContext(context),
    "    parts: [",
    ...parts.map(write),
    "    ],",
    "  },",
  ]);
  return ["[", ...statements, "]"].join("\n");
}

function writeType({ parameters, type }: OracleDeclaration, { people }: Blueprint, types: Cast): string {
  if (parameters === undefined) return type;
  const written = parameters.map(({ name, type: plain }) => {
    const kind = people[name];
    return `${name}: ${kind === undefined ? plain : types[kind]}`;
  });
  return `(${written.join(", ")}) => ${type}`;
}

function writeStub(lines: readonly string[]): string {
  return `(game) => {\n${lines.map((line) => `  ${line}`).join("\n")}\n}`;
}

function describeCast({ needs }: Blueprint, { delegator, delegatee, relay }: Cast): string {
  return needs === "pre" ? `${delegator} delegates to ${delegatee} through ${relay}` : `${delegator} signs`;
}

/** A comment of paragraphs, broken into lines. */
function writeComment(paragraphs: readonly string[]): string {
  const lines = paragraphs.map(cleanComment).flatMap((paragraph) => {
    const broken = [""];
    for (const word of paragraph.split(" ")) {
      const last = broken.at(-1) ?? "";
      if (last.length + word.length > WIDEST_COMMENT) broken.push(word);
      else broken[broken.length - 1] = last === "" ? word : `${last} ${word}`;
    }
    return broken;
  });
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}

/** A text that cannot end its comment. */
function cleanComment(text: string): string {
  return sanitise(text).replaceAll("*/", "* /");
}

function listTypes(oracles: readonly OracleDeclaration[], { answer }: Pick<Blueprint, "answer">): readonly string[] {
  return [...oracles.flatMap(({ parameters = [], type }) => [type, ...parameters.map((each) => each.type)]), answer];
}

/** Collects the names that the file uses of "assay/games". */
function collectImports(oracles: readonly OracleDeclaration[], { constant, answer, stub, closes: _ }: Blueprint) {
  const text = listTypes(oracles, { answer }).join(" ");
  const types = ["G1", "G2", "GT", "Scalar", "Ciphertext", "Reencrypted", "ReKey", "DelegateeSecrets"];
  const others = ["KeyAnswer", "NumberedCiphertext", "SignedStatement", "Statement", "Forgery"];
  const named = [...types, ...others].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  const body = stub({ delegator: "A", delegatee: "B", relay: "C" }).join(" ");
  const values = ["drawMessages", "drawStatement", "tossCoin"].filter((name) => body.includes(name));
  return [...values, "playNamed", constant, ...[...named, "PlayResult", "Tools"].map((name) => `type ${name}`)].sort(
    byName,
  );
}

function byName(a: string, b: string): number {
  const plain = (name: string): string => name.replace("type ", "").toLowerCase();
  return plain(a) < plain(b) ? -1 : 1;
}

/** One empty line between declarations, and long imports one name a line. */
function tidy(text: string): string {
  const spaced = text
    .replace(/\n(export|const|\/\*\*)/g, "\n\n$1")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/\*\/\n\n/g, "*/\n");
  return spaced.replace(/^import \{ (.*) \} from "assay\/games";$/m, (line: string, names: string) =>
    line.length <= 120 ? line : `import {\n  ${names.split(", ").join(",\n  ")},\n} from "assay/games";`,
  );
}
