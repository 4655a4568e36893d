/**
 * Scyther's output as data: the claims that it judged, or why it judged none.
 *
 * Its exit status says only that it came to an end, so the verdicts are read from the XML on stdout and must agree with
 * the table that it writes to stderr; where they do not, nothing is believed.
 */
import type { Printed } from "../../engine/run-program.ts";
import type { Attack, ClaimStatus } from "./attack.ts";
import { lastName, nameOf, readAttack, readOnlyTerm } from "./read-attack.ts";
import { childOf, findChild, readNumber, readXml, UnreadableOutput, type XmlNode } from "./read-xml.ts";

/** Printed output, understood. */
export type Output =
  | { readonly is: "judged"; readonly claims: readonly ClaimStatus[]; readonly warnings: readonly string[] }
  /** The model, or a switch, is not what Scyther wants. */
  | { readonly is: "refused"; readonly messages: readonly string[] }
  | { readonly is: "crashed"; readonly how: string }
  | { readonly is: "unreadable"; readonly why: string };

/** The status of every analysis that came to its end, whatever it found. */
const FINISHED = 3;
const REFUSED = 1;
/** Shells report a process that was killed by signal N so. */
const KILLED = 128;

/** Understands what was printed. */
export function readOutput(printed: Printed): Output {
  const { stdout, stderr, exitStatus, signal } = printed;
  if (signal !== undefined) return { is: "crashed", how: `it was ended by ${signal}` };
  if (exitStatus === undefined) return { is: "crashed", how: "it ended without a status" };
  if (exitStatus > KILLED) return { is: "crashed", how: `it ended with status ${exitStatus}` };
  const lines = stderr.split(/\r?\n/).filter((line) => line.trim() !== "");
  const complaints = lines.filter((line) => /^(error:|Could not|Unknown|Includes nested)/.test(line));
  if (exitStatus === REFUSED && complaints.length > 0) return { is: "refused", messages: complaints };
  if (exitStatus !== FINISHED && exitStatus !== 0) return { is: "crashed", how: `it ended with status ${exitStatus}` };
  try {
    const claims = readClaims(stdout);
    checkTable(claims, lines);
    return { is: "judged", claims, warnings: lines.filter((line) => line.startsWith("warning")) };
  } catch (error) {
    if (!(error instanceof UnreadableOutput)) throw error;
    return { is: "unreadable", why: error.message };
  }
}

function readClaims(stdout: string): ClaimStatus[] {
  const root = readXml(stdout);
  if (root.name !== "scyther") throw new UnreadableOutput(`its root is <${root.name}>`);
  const claims: ClaimStatus[] = [];
  let attacks: Attack[] = [];
  for (const node of root.children) {
    if (node.name === "state") attacks.push(readAttack(node));
    else if (node.name === "claimstatus") {
      claims.push(readStatus(node, attacks));
      attacks = [];
    } else throw new UnreadableOutput(`<${node.name}> is neither a state nor a claim`);
  }
  if (attacks.length > 0) throw new UnreadableOutput("an attack on no claim");
  return claims;
}

function readStatus(node: XmlNode, attacks: readonly Attack[]): ClaimStatus {
  const read = (name: string): string => nameOf(readOnlyTerm(childOf(node, name)));
  const failed = readNumber(childOf(node, "failed").text, "<failed>");
  if (failed > 0 !== attacks.length > 0) throw new UnreadableOutput("a claim's attacks are not those that it counts");
  return {
    protocol: read("protocol"),
    role: read("role"),
    type: read("claimtype"),
    label: lastName(readOnlyTerm(childOf(node, "label"))),
    failed,
    count: readNumber(childOf(node, "count").text, "<count>"),
    states: readNumber(childOf(node, "states").text, "<states>"),
    complete: findChild(node, "complete") !== undefined && findChild(node, "timebound") === undefined,
    attacks,
  };
}

/** A line of the table: `claim`, protocol and role, type and label, parameter, Ok or Fail, a status in brackets. */
const LINE = /^claim\t([^\t,]+),([^\t]+)\t([^\t]+)\t[^\t]*\t(Ok|Fail)\t\[([^\]]+)\]/;

function checkTable(claims: readonly ClaimStatus[], lines: readonly string[]): void {
  const rows = lines.filter((line) => line.startsWith("claim\t"));
  if (rows.length !== claims.length) throw new UnreadableOutput("the table and the XML list different claims");
  for (const [i, row] of rows.entries()) {
    const claim = claims[i] as ClaimStatus;
    const [, protocol, role, type, word, status] = LINE.exec(row) ?? [];
    const same = protocol === claim.protocol && role === claim.role && type?.startsWith(`${claim.type}_`) === true;
    if (!same) throw new UnreadableOutput("the table and the XML list different claims");
    if (word !== wordOf(claim) || !agreesWith(status ?? "", claim)) {
      throw new UnreadableOutput(`the table says ${word} [${status}], the XML something else`);
    }
  }
}

function wordOf({ type, failed }: ClaimStatus): "Ok" | "Fail" {
  return type === "Reachable" ? (failed > 0 ? "Ok" : "Fail") : failed > 0 ? "Fail" : "Ok";
}

function agreesWith(status: string, { failed, count, complete }: ClaimStatus): boolean {
  const found = /^(exactly|at least) (\d+) (attack|variant)s?$/.exec(status);
  if (found !== null) return Number(found[2]) === failed && (found[1] === "exactly") === complete;
  if (failed > 0) return false;
  if (status === "does not occur") return count === 0;
  return count > 0 && status === (complete ? "proof of correctness" : "no attack within bounds");
}
