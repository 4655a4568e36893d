/**
 * From choices to SPDL text. Every choice gives a text that loads: names are declared, received before they are said,
 * and the two ends of a message agree.
 */
import { nameOf, type Piece, printPiece } from "./piece.ts";
import type { RawClaim, RawExtra, RawHelper, RawMessage, RawProtocol, RawTerm } from "./raw.ts";
import { FRESH_SORTS, RoleWriter, say } from "./role.ts";

const ROLES = ["A", "B", "C"];

/** Declarations that every text has, if something in it uses them. */
const DECLARATIONS: readonly (readonly [name: string, text: string])[] = [
  ["h", "hashfunction h;"],
  ["g", "const g: Function;"],
  ["f", "secret f: Function;"],
  ["c", "const c: Nonce;"],
  ["s", "secret s: Nonce;"],
];

const COMPROMISE: readonly string[] = [
  "",
  "const Bob: Agent;\ncompromised sk(Bob);",
  "const Bob: Agent;\nuntrusted Bob;\ncompromised sk(Bob);",
  "const Alice,Bob: Agent;\ncompromised k(Alice,Bob);",
  "compromised s;",
];

/** Writes the protocol that the choices describe. */
export function writeProtocol(raw: RawProtocol): string {
  const names = ROLES.slice(0, raw.roles);
  const sorts = new Map<string, string>();
  const fresh = names.map((_, i) =>
    (raw.fresh[i] ?? [0]).map((sort, j) => {
      const name = `n${i * 2 + j + 1}`;
      sorts.set(name, FRESH_SORTS[sort] ?? "Nonce");
      return name;
    }),
  );
  const common = [...names, "c", "s"].map(nameOf);
  const roles = names.map((name, i) => new RoleWriter(name, fresh[i] ?? [], sorts, common));
  for (const [i, message] of raw.messages.entries()) writeMessage(roles, message, `${i + 1}`);
  for (const [i, claim] of raw.claims.entries()) writeClaim(roles, claim, i);
  for (const extra of raw.extras) writeExtra(roles, extra);
  const bodies = roles.map((role) => writeRole(role.name, [...role.declare(), ...role.lines.map(({ text }) => text)]));
  const helpers = raw.helpers.map((helper, i) => writeHelper(helper, i));
  const body = `protocol p(${names.join(",")})\n{\n${bodies.join("")}}\n${helpers.join("")}`;
  return `${writeHeader(raw, body)}${body}`;
}

function writeHeader(raw: RawProtocol, body: string): string {
  const compromise = COMPROMISE[raw.compromise] ?? "";
  const text = `${compromise}\n${body}`;
  const used = DECLARATIONS.filter(([name]) => new RegExp(`\\b${name}\\b`).test(text)).map(([, line]) => `${line}\n`);
  const option = raw.match === 0 ? "" : `option "--match=${raw.match}";\n`;
  return `${option}${used.join("")}${compromise === "" ? "" : `${compromise}\n`}`;
}

function writeRole(name: string, lines: readonly string[]): string {
  return `  role ${name} {\n${lines.map((line) => `    ${line}\n`).join("")}  }\n`;
}

function pick<T>(items: readonly T[], number: number): T | undefined {
  return items.length === 0 ? undefined : items[number % items.length];
}

/** Shapes the words of a role from these choices. */
function shape(raw: RawTerm, known: readonly Piece[], agents: readonly string[]): Piece {
  const atom = pick(known, raw.pick) ?? nameOf("c");
  const parts = (): Piece[] => raw.parts.map((part) => shape(part, known, agents));
  const agent = (number: number): Piece => nameOf(pick(agents, number) ?? "c");
  const [one, two] = [agent(raw.pick), agent(Math.floor(raw.pick / agents.length) + raw.pick + 1)];
  switch (raw.kind) {
    case "atom":
      return atom;
    case "tuple":
      return { is: "tuple", parts: parts() };
    case "shared":
      return { is: "encrypt", body: parts(), key: { is: "call", f: "k", args: [one, two] } };
    case "public":
      return { is: "encrypt", body: parts(), key: { is: "call", f: "pk", args: [one] } };
    case "signed":
      return { is: "encrypt", body: parts(), key: { is: "call", f: "sk", args: [one] } };
    case "hashed":
      return { is: "call", f: "h", args: parts() };
    case "keyed": {
      const key: Piece = raw.pick % 3 === 2 ? { is: "call", f: "h", args: [atom] } : atom;
      return { is: "encrypt", body: parts(), key };
    }
    case "function":
      return { is: "call", f: raw.pick % 2 === 0 ? "f" : "g", args: parts() };
    default:
      return raw.kind satisfies never;
  }
}

function writeMessage(roles: readonly RoleWriter[], raw: RawMessage, label: string): void {
  const agents = roles.map(({ name }) => name);
  const from = pick(roles, raw.from);
  const to = pick(
    roles.filter((role) => role !== from),
    raw.to,
  );
  if (from === undefined || to === undefined) return;
  const pieces = raw.parts.map((part) => shape(part, from.holding.known, agents));
  const line = `_${raw.loose ? "!" : ""}${label}(${from.name},${to.name}, `;
  from.add(`send${line}${say(pieces, from.holding)});`);
  to.add(`recv${line}${to.receive(pieces, raw.opaque)});`);
}

function writeClaim(roles: readonly RoleWriter[], raw: RawClaim, number: number): void {
  const role = pick(roles, raw.role);
  if (role === undefined) return;
  const at = role.lines.length - (raw.fromEnd % (role.lines.length + 1));
  const holding = role.holdingAt(at);
  const { known } = holding;
  const start = `claim_x${number + 1}(${role.name},${raw.kind}`;
  switch (raw.kind) {
    case "Secret":
    case "SKR": {
      const secret = pick([...known.filter((piece) => piece.is !== "tuple"), key(role, roles)], raw.pick);
      role.insert(at, `${start},${say([secret ?? nameOf("s")], holding)});`);
      return;
    }
    case "Alive":
    case "Weakagree": {
      const partner = raw.other % 3 === 2 ? pick(roles, raw.pick) : undefined;
      role.insert(at, `${start}${partner === undefined ? "" : `,${partner.name}`});`);
      return;
    }
    case "Commit": {
      const partner = pick(
        roles.filter((other) => other !== role),
        raw.other,
      );
      const datum = pick(known, raw.pick);
      if (partner === undefined || datum === undefined) return;
      role.insert(at, `${start},${partner.name},${say([datum], holding)});`);
      announce(partner, role.name, datum, raw.other);
      return;
    }
    default:
      role.insert(at, `${start});`);
  }
}

function key(role: RoleWriter, roles: readonly RoleWriter[]): Piece {
  const other = roles.find((one) => one !== role)?.name ?? role.name;
  return { is: "call", f: "k", args: [nameOf(role.name), nameOf(other)] };
}

/** A Running for the same datum, where the role knows it. */
function announce(role: RoleWriter, partner: string, datum: Piece, number: number): void {
  const knows = (at: number): boolean =>
    role.holdingAt(at).known.some((piece) => printPiece(piece) === printPiece(datum));
  const places = Array.from({ length: role.lines.length + 1 }, (_, at) => at).filter(knows);
  const at = pick(places, number);
  if (at === undefined) return;
  role.insert(at, `claim(${role.name},Running,${partner},${say([datum], role.holdingAt(at))});`);
}

function writeExtra(roles: readonly RoleWriter[], raw: RawExtra): void {
  const role = pick(roles, raw.role);
  if (role === undefined) return;
  const at = raw.at % (role.lines.length + 1);
  const holding = role.holdingAt(at);
  const [one, two] = [pick(holding.known, raw.pick), pick(holding.known, raw.other)];
  if (one === undefined || two === undefined) return;
  switch (raw.kind) {
    case "running": {
      const partner = pick(
        roles.filter((other) => other !== role),
        raw.other,
      );
      if (partner !== undefined) {
        role.insert(at, `claim(${role.name},Running,${partner.name},${say([one], holding)});`);
      }
      return;
    }
    case "unequal":
      if (printPiece(one) !== printPiece(two))
        role.insert(at, `not match(${say([one], holding)},${say([two], holding)});`);
      return;
    case "equal":
      role.insert(at, `match(${say([one], holding)},${say([two], holding)});`);
      return;
    case "open": {
      const closed = pick(role.closed, raw.pick);
      if (closed === undefined) return;
      const held = say([closed], role.holding);
      role.add(`match(${role.openUp(closed)},${held});`);
      return;
    }
    default:
      raw.kind satisfies never;
  }
}

/** A helper that turns a term of one form into one of another. */
function writeHelper(raw: RawHelper, number: number): string {
  const atoms = ["x", "y", "t", "X", "Y"].map(nameOf);
  const taken = raw.takes.map((term) => shape(term, atoms, ["X", "Y"]));
  const text = taken.map(printPiece).join(",");
  const has = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
  const held = atoms.filter((piece) => has(printPiece(piece)));
  const agents = ["X", "Y"].filter(has);
  const given = raw.gives.map((term) => shape(term, held, agents.length === 0 ? ["O"] : agents));
  const sort = (name: string): string => (/[XY]/.test(name) ? "Agent" : name === "t" ? "Ticket" : "Nonce");
  const variables = held.map((piece) => `var ${printPiece(piece)}: ${sort(printPiece(piece))};`);
  const lines = [
    ...variables,
    `recv_!u${number}(O,O, ${text});`,
    `send_!v${number}(O,O, ${given.map(printPiece).join(",")});`,
  ];
  return `protocol @o${number}(O)\n{\n${writeRole("O", lines)}}\n`;
}
