/**
 * The diagnostics of the SPDL front end: code, severity, title, remedy.
 *
 * SP1xx reading the text, SP2xx names and types, SP3xx events and claims, SP4xx switches. A code is never reused.
 */
import type { Diagnostic, Place } from "../../core/diagnostic/diagnostic.ts";

/** The fixed part of a diagnostic, the same for every occurrence. */
export interface DiagnosticEntry {
  readonly severity: "error" | "warning";
  /** Names the problem, for explain and the docs. */
  readonly title: string;
  readonly help: string;
}

const error = (title: string, help: string): DiagnosticEntry => ({ severity: "error", title, help });
const warning = (title: string, help: string): DiagnosticEntry => ({ severity: "warning", title, help });

/** The table of codes. */
export const SPDL_DIAGNOSTICS = {
  SP101: error(
    "Invalid character",
    "Outside comments SPDL is plain ASCII: letters, digits, ^ ! ' - in names, and ( ) { } , ; : = _ . between them.",
  ),
  SP102: error("Unterminated comment", "Close the comment with */."),
  SP103: error("Unterminated string", 'Close the string with " on the same line.'),
  SP104: error("Syntax error", "Check the marked token and the one before it."),
  SP105: error("Keyword used as a name", "Choose another name; keywords are reserved everywhere."),
  SP106: error("Brackets nested too deeply", "Write the term with fewer levels of brackets."),
  SP107: error("The input is too large", "Split the model; the limit for a file with its includes is 4 MiB."),
  SP108: error("The file starts with a byte-order mark", "Save the file as UTF-8 without a byte-order mark."),
  SP109: error("The file is empty", "Write at least one protocol: protocol p(A) { role A { ... } }"),
  SP110: error(
    "The included file cannot be read",
    "Paths are relative to the including file, then to the current folder.",
  ),
  SP111: error("The file includes itself", "Remove the include that closes the cycle."),
  SP112: error("Includes nested too deeply", "Includes may nest at most 10 levels."),
  SP113: error("The name is too long", "Use at most 4095 characters."),
  SP114: error("The event has no label", "Give the event a label: send_1(A,B,m), recv_1(A,B,m)."),
  SP115: error("The file cannot be read", "Check the path."),

  SP201: error("Undeclared name", "Declare the name before its first use: fresh, var, const or secret."),
  SP202: error("Undeclared type", "Declare the type at the top of the file: usertype T;"),
  SP203: error("Not a type", "Use a predeclared type or one from usertype."),
  SP204: error("The user type's name is taken", "Choose another name for the type."),
  SP205: error("Duplicate protocol", "Give each protocol of the file a different name."),
  SP206: error("fresh outside a role", "Move the declaration into the role that makes the value."),
  SP207: warning(
    "Variable outside a role",
    "Declare it in the roles that receive it: Scyther crashes on such models, or misreads them.",
  ),
  SP208: error("The protocol header does not list role names", "List each role name once: protocol p(A,B)."),
  SP209: warning("The protocol header does not list the role", "Add the role to the header; it is skipped."),
  SP210: warning("The role has no events", "Write the role's events or drop it from the header."),
  SP211: warning("const inside a role", "Write fresh: every run makes its own value."),
  SP212: warning("Duplicate declaration", "Remove one declaration; the last type counts."),
  SP213: warning(
    "The label hides a name in Scyther",
    "Rename the label or the name: in Scyther the name means the label from there on.",
  ),
  SP214: warning(
    "The secret hash function is public",
    "Write secret f: Function for a keyed function that the intruder cannot apply.",
  ),
  SP215: warning("The secret agent is public", "Give it another type, or write const."),
  SP216: warning("The macro refers to itself", "Rename the macro: its name occurs in its body."),
  SP217: error("The term is too large", "Macros multiply: use each part once or write it by hand."),
  SP218: warning("Type or claim type used as a term", "Use a declared constant, fresh value or variable."),
  SP219: warning(
    "Inverse keys of a single run",
    "List two constants or functions declared outside roles; names of a role have no inverse, as in Scyther.",
  ),
  SP220: error(
    "compromised with a term of one run",
    "Compromised terms are known from the start: use global constants and agents only.",
  ),
  SP221: error("The untrusted agent is not a constant", "Declare the agent first: const Mallory: Agent;"),
  SP222: warning("Built-in name declared again", "Choose another name; docs/spdl.md lists the effect of each."),
  SP223: warning(
    "The public function is not one-way",
    "Write hashfunction if nobody can invert it, secret f: Function if only some roles can apply it. SPDL has no xor.",
  ),
  SP224: warning(
    "A role declares a hash function",
    "Declare it at the top of the file; Assay's verdicts are not affected.",
  ),
  SP225: error("The type has the name of a macro", "Give the type or the macro another name."),
  SP226: error("The role's name is declared again", "Rename the declaration; a role's name stands for its agent."),
  SP227: warning(
    "Fresh value of type Agent",
    "Give it another type: no run makes an agent. In Scyther the value can play roles and reveal itself.",
  ),
  SP228: warning(
    "Variable applied as a function",
    "Name the function. In Scyther {m}f(A) opens with f(A) itself where f is a variable, whatever it stands for.",
  ),
  SP229: error(
    "Name of a protocol or a label used as a term",
    "Declare a constant with another name: to Scyther, this name is a constant that nobody knows.",
  ),
  SP230: warning(
    "The key has two inverses",
    "Pair each key once. Assay opens with every inverse, Scyther only with the last declared one.",
  ),
  SP231: error(
    "The name is both a variable and a fresh value of one role",
    "Use two different names: a role either makes a value or receives it.",
  ),
  SP232: warning(
    "Several protocols declare the secret constant",
    "For two secrets, use two names; for one, declare it once, outside the protocols.",
  ),
  SP233: error("The role has the name of a macro", "Give the role or the macro another name."),

  SP301: error(
    "The event belongs to another role",
    "The role itself is the first argument of send and claim, and the second of recv.",
  ),
  SP302: error("Duplicate label for one direction", "Give each send and each recv of a protocol a different label."),
  SP303: error("The recv has no send", "Write the send, or start the label with ! if no role sends it."),
  SP304: error(
    "The send and the recv with one label can never match",
    "Make sender, receiver and message fit, or start both labels with !.",
  ),
  SP305: error("The variable was not received yet", "A variable gets its value in a recv or at the left of a match."),
  SP306: error(
    "Too few parameters",
    "send and recv take from, to and a message; claim takes the role and a claim type.",
  ),
  SP307: error(
    "Unknown claim type",
    "Use one of Secret SKR Alive Weakagree Niagree Nisynch Commit Running Reachable Empty SID.",
  ),
  SP308: error("Wrong number of claim parameters", "Check the parameters of the claim type."),
  SP309: error("Secrecy claim on a tuple", "Write one claim for each part."),
  SP310: error("The claim has the label of an event", "Choose another label for the claim."),
  SP311: error("Claim about an unknown role", "Name a role of the protocol's header."),
  SP312: warning("The model has no claims", "Add claims to the roles, or use --auto-claims."),
  SP313: warning(
    "The role sends a generic variable on",
    "Assay's verdicts are not affected; for Scyther, give the variable the shape and types of its value.",
  ),
  SP314: warning(
    "Only honest agents can use the helper",
    "Write a separate role that applies the rule to variable agents: role O { var x,y: Agent; ... }",
  ),
  SP315: warning(
    "The Running answers a Commit in Scyther only",
    "Give both the same data in the same order, as Assay compares them.",
  ),
  SP316: warning("No message precedes the claim", "Move the claim behind the last recv of the role."),
  SP317: warning(
    "Sender and receiver declare the same fresh name",
    "They are different values: write var in the role that receives it.",
  ),

  SP401: error("Unknown switch", "docs/spdl.md lists the switches that Assay supports."),
  SP402: error("Unsupported switch that changes verdicts", "Remove the switch, or analyse with Scyther itself."),
  SP403: warning("Ignored switch", "It only affects Scyther's own output or search order."),
  SP404: error("Invalid value of a switch", "Use a whole number that the switch accepts."),
  SP405: warning(
    "Untyped matching, under which Scyther prints false proofs",
    "Assay's verdicts are not affected; do not rely on Scyther's proofs for this file.",
  ),
  SP406: warning("More diagnostics are not shown", "Fix these first; the others are shown then."),
} as const satisfies Record<string, DiagnosticEntry>;

/** A code of the table. */
export type SpdlCode = keyof typeof SPDL_DIAGNOSTICS;

/** Details that a single occurrence may add to its message. */
export interface DiagnosticDetails {
  readonly length?: number;
  readonly note?: string;
  readonly help?: string;
}

/** Makes the diagnostic of one occurrence; severity and help come from the table. */
export function diagnose(code: SpdlCode, message: string, place: Place, details: DiagnosticDetails = {}): Diagnostic {
  const entry = SPDL_DIAGNOSTICS[code];
  return {
    code,
    severity: entry.severity,
    message,
    place,
    length: details.length,
    note: details.note,
    help: details.help ?? entry.help,
  };
}
